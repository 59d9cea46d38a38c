import { setTimeout as pause } from 'node:timers/promises'
import { type RunningCommand, startCommand } from '../../test/run-command.ts'
import type { Outage } from './database.ts'
import { createDice } from './dice.ts'
import type { LogWatch } from './log-watch.ts'

const WORKERS = 3
const KILL_EVERY_MS = { least: 2000, most: 6000 }
const LONGEST_PAUSE_MS = 1500
/** A start that PostgreSQL's absence spoils takes this long to say so: the product's `connectionTimeoutMillis`. */
const START_MS = 15_000
/** Whoever has not ended this long after SIGTERM is killed, and counts as a crash. */
const STOP_MS = 30_000

type Parts = { env: Record<string, string>; seed: string; logs: LogWatch; outages: () => readonly Outage[] }
type Slot = { name: string; process: RunningCommand | null; isReady: boolean; isKilled: boolean }

export type Workers = ReturnType<typeof startWorkers>

/** Worker processes under a supervisor that starts each again when it ends, and a hand that kills them at random. */
export function startWorkers({ env, seed, logs, outages }: Parts) {
  const dice = createDice(seed, 'kills')
  const stopping = new AbortController()
  const calm = new AbortController()
  const crashes: string[] = []
  let [starts, kills, failedStarts] = [0, 0, 0]
  const slots = Array.from({ length: WORKERS }, (_, index): Slot => {
    return { name: `worker ${index + 1}`, process: null, isReady: false, isKilled: false }
  })

  async function supervise(slot: Slot): Promise<void> {
    const pauses = createDice(seed, `pauses of ${slot.name}`)
    while (!stopping.signal.aborted) {
      starts++
      const startedMs = Date.now()
      slot.isReady = false
      slot.isKilled = false
      const running = startCommand(['start'], { ...env, ROLE: 'worker' }, (line) => {
        if (line.includes('"Clipdeck is ready"')) slot.isReady = true
        logs.hear(slot.name, line)
      })
      slot.process = running
      const { code, signal } = await running.ended
      slot.process = null
      if (stopping.signal.aborted) {
        if (slot.isReady && code !== 0) crashes.push(`${slot.name} ended with ${code ?? signal} when told to stop`)
        return
      }
      const metOutage = outages().some(({ untilMs }) => untilMs >= startedMs - START_MS)
      if (slot.isKilled) await pause(pauses.between(0, LONGEST_PAUSE_MS))
      else if (!slot.isReady && metOutage) failedStarts++
      else crashes.push(`${slot.name} ended by itself with ${code ?? signal}`)
    }
  }

  async function killUntilCalm(): Promise<void> {
    while (!calm.signal.aborted) {
      const delayMs = dice.between(KILL_EVERY_MS.least, KILL_EVERY_MS.most)
      await pause(delayMs, null, { signal: calm.signal }).catch(() => {})
      if (calm.signal.aborted) return
      const slot = dice.pick(slots)
      // One that has not begun to work has nothing to lose: on a busy machine nobody would ever work.
      if (!slot.process || !slot.isReady) continue
      slot.isKilled = true
      slot.process.kill()
      kills++
    }
  }

  const supervised = Promise.all(slots.map(supervise))
  let killing: Promise<void> = Promise.resolve()
  return {
    beginKilling() {
      killing = killUntilCalm()
    },
    async endKilling(): Promise<void> {
      calm.abort()
      await killing
    },
    counts: () => ({ starts, kills, failedStarts }),
    /** What ended without our doing. */
    crashes: (): readonly string[] => crashes,
    /** Ends all of them as an administrator does, and waits. */
    async stop(): Promise<void> {
      calm.abort()
      stopping.abort()
      for (const { process } of slots) process?.kill('SIGTERM')
      const patience = setTimeout(() => {
        for (const { process } of slots) process?.kill()
      }, STOP_MS)
      await Promise.all([supervised, killing])
      clearTimeout(patience)
    },
    async [Symbol.asyncDispose]() {
      await this.stop()
    },
  }
}
