import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../logger.ts'
import type { TaskName } from './tasks.ts'
import { TASK_NAMES } from './tasks.ts'

/** How often due jobs are looked for: half the second within which a due post must start. */
const POLL_MS = 500
/** With all slots taken and more to do, slots that become free within this time are filled by one statement. */
const GATHER_MS = 20

type TakenJob = { id: string; data: object }

export type TaskRunnerOptions<J extends TakenJob> = {
  log: Logger
  concurrency: Record<TaskName, number>
  heartbeatMs: number
  take: (name: TaskName, count: number) => Promise<J[]>
  run: (name: TaskName, job: J, signal: AbortSignal) => Promise<void>
  complete: (name: TaskName, id: string) => Promise<unknown>
  fail: (name: TaskName, id: string, reason: string) => Promise<unknown>
  touch: (name: TaskName, ids: string[]) => Promise<unknown>
}

export type TaskRunner = { stop(): Promise<void> }

/**
 * Fills free slots with due jobs, each on its own: a long upload keeps one slot, never a batch.
 * pg-boss's own `work` waits for the slowest job of a batch before it takes the next one.
 */
export function startTaskRunner<J extends TakenJob>(options: TaskRunnerOptions<J>): TaskRunner {
  const { log, heartbeatMs } = options
  const stopping = new AbortController()
  const running = new Map<TaskName, Map<string, Promise<void>>>(TASK_NAMES.map((name) => [name, new Map()]))
  const polls = new Map<TaskName, Promise<void>>()

  const runJob = async (name: TaskName, job: J) => {
    const startedAt = performance.now()
    try {
      await options.run(name, job, stopping.signal)
      await options.complete(name, job.id)
      log.debug({ task: name, jobId: job.id, durationMs: Math.round(performance.now() - startedAt) }, 'Task done')
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'unknown'
      if (!stopping.signal.aborted) log.error({ err: error, task: name, jobId: job.id }, 'Task failed')
      await options
        .fail(name, job.id, reason)
        .catch((err: unknown) => log.error({ err, task: name }, 'A failed task could not be returned'))
    }
  }

  const poll = async (name: TaskName, slots: Map<string, Promise<void>>) => {
    if (stopping.signal.aborted) return
    const free = options.concurrency[name] - slots.size
    if (free <= 0) return
    const jobs = await options.take(name, free)
    for (const job of jobs)
      slots.set(
        job.id,
        runJob(name, job).finally(() => slots.delete(job.id)),
      )
    if (jobs.length < free || stopping.signal.aborted) return
    await Promise.race(slots.values())
    await pause(GATHER_MS)
    return poll(name, slots)
  }

  const pollAll = () => {
    for (const [name, slots] of running) {
      if (polls.has(name)) continue
      const round = poll(name, slots)
        .catch((err: unknown) => log.error({ err, task: name }, 'Due jobs could not be fetched'))
        .finally(() => polls.delete(name))
      polls.set(name, round)
    }
  }
  const touchAll = () => {
    for (const [name, slots] of running)
      if (slots.size > 0)
        options
          .touch(name, [...slots.keys()])
          .catch((err: unknown) => log.warn({ err, task: name }, 'Running jobs could not be touched'))
  }

  const pollTimer = setInterval(pollAll, POLL_MS)
  const touchTimer = setInterval(touchAll, heartbeatMs)
  pollAll()

  return {
    async stop() {
      clearInterval(pollTimer)
      stopping.abort()
      await Promise.all(polls.values())
      await Promise.all([...running.values()].flatMap((slots) => [...slots.values()]))
      clearInterval(touchTimer)
    },
  }
}
