import { CompiledQuery } from 'kysely'
import { type Db as BossDb, type Job, PgBoss } from 'pg-boss'
import type { Db, DbOrTx } from '../db/db.ts'
import type { Logger } from '../logger.ts'
import { startTaskRunner, type TaskRunner } from './task-runner.ts'
import { concurrency, TASK_NAMES, type TaskName, type TaskPayload, tasks } from './tasks.ts'

export type TaskFunction<Name extends TaskName> = (
  payload: TaskPayload<Name>,
  run: { signal: AbortSignal },
) => Promise<void>
export type TaskFunctions = { [Name in TaskName]: TaskFunction<Name> }

export type Jobs = Awaited<ReturnType<typeof createJobs>>

const SCHEMA = 'pgboss'
/** pg-boss takes a job from a process that has not touched it for this long (its smallest value). */
const HEARTBEAT_S = 10
/** Longer than any task takes: the longest reads all videos of an account. */
const EXPIRE_S = 2 * 60 * 60

/** The job queue: the only file that knows pg-boss. Jobs are rows of the same database as what they work on. */
export async function createJobs({ db, log, isWorker }: { db: Db; log: Logger; isWorker: boolean }) {
  const boss = new PgBoss({
    db: executorOf(db),
    schema: SCHEMA,
    supervise: isWorker,
    schedule: isWorker,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', (error) => log.error({ err: error }, 'The job queue reports an error'))
  await boss.start()
  for (const name of TASK_NAMES)
    await boss.createQueue(name, {
      retryLimit: 5,
      retryDelay: 1,
      retryBackoff: true,
      heartbeatSeconds: HEARTBEAT_S,
      expireInSeconds: EXPIRE_S,
      deleteAfterSeconds: 60 * 60,
      retentionSeconds: 400 * 24 * 60 * 60,
    })
  if (isWorker) await boss.schedule('sweep', '* * * * *')
  let runner: TaskRunner | null = null

  return {
    /** Adds a job on the transaction that needs it: it exists exactly if that commits. */
    async add<Name extends TaskName>(
      tx: DbOrTx,
      name: Name,
      payload: TaskPayload<Name>,
      { runAt }: { runAt?: Date } = {},
    ) {
      await boss.send(name, payload, { db: executorOf(tx), ...(runAt && { startAfter: runAt }) })
    },

    /** Takes jobs and runs them until `stop`. */
    startWorking(functions: TaskFunctions): void {
      runner = startTaskRunner({
        log,
        concurrency,
        heartbeatMs: (HEARTBEAT_S * 1000) / 3,
        take: (name, count) => boss.fetch<object>(name, { batchSize: count }),
        run: (name, job, signal) => runTask(functions, name, job, signal),
        complete: (name, id) => boss.complete(name, id),
        fail: (name, id, reason) => boss.fail(name, id, { reason }),
        touch: (name, ids) => boss.touch(name, ids),
      })
    },

    /**
     * Runs what is due at `now`, and what that makes due, until nothing is left. For tests, which move the clock by hand.
     * Returns how many jobs ran.
     */
    async drain(functions: TaskFunctions, now: () => Date): Promise<number> {
      let ran = 0
      for (;;) {
        const due = await takeDue(now())
        if (due.length === 0) return ran
        for (const { name, job } of due) {
          await runTask(functions, name, job, new AbortController().signal)
          await boss.complete(name, job.id)
          ran++
        }
      }
    },

    /** Waiting and running jobs by task. */
    async counts(): Promise<Record<string, { queued: number; active: number }>> {
      const queues = await boss.getQueues(TASK_NAMES)
      return Object.fromEntries(
        queues.map((queue) => [queue.name, { queued: queue.queuedCount, active: queue.activeCount }]),
      )
    },

    /** Takes nothing new, tells the running tasks to end, waits for them, and closes. */
    async stop(): Promise<void> {
      await runner?.stop()
      await boss.stop({ graceful: false, close: false })
    },
  }

  async function takeDue(now: Date) {
    await db
      .withoutPlugins()
      .executeQuery(
        CompiledQuery.raw(
          `update ${SCHEMA}.job set start_after = now() where state in ('created', 'retry') and start_after <= $1`,
          [now],
        ),
      )
    const due: { name: TaskName; job: Job<object> }[] = []
    for (const name of TASK_NAMES.filter((each) => each !== 'sweep'))
      for (const job of await boss.fetch<object>(name, { batchSize: 100 })) due.push({ name, job })
    return due
  }
}

async function runTask(functions: TaskFunctions, name: TaskName, job: Job<object>, signal: AbortSignal): Promise<void> {
  switch (name) {
    case 'apply-tiktok-event':
      return functions[name](tasks[name].parse(job.data), { signal })
    case 'sync-account':
      return functions[name](tasks[name].parse(job.data), { signal })
    case 'refresh-token':
      return functions[name](tasks[name].parse(job.data), { signal })
    case 'render-media':
      return functions[name](tasks[name].parse(job.data), { signal })
    case 'sweep':
      return functions[name](tasks[name].parse(job.data ?? {}), { signal })
  }
}

/** pg-boss's statements on our pool or in our transaction, past our snake_case plugin. */
function executorOf(db: DbOrTx): BossDb {
  return {
    async executeSql(text, values) {
      const { rows } = await db.withoutPlugins().executeQuery(CompiledQuery.raw(text, [...(values ?? [])]))
      return { rows }
    },
  }
}
