import { setTimeout as pause } from 'node:timers/promises'
import { composePublication } from './compose.ts'
import { keepConnected } from './creators.ts'
import { planFaults } from './fault-plan.ts'
import type { SoakOptions } from './options.ts'
import type { PlannedPublication } from './plan.ts'
import type { Stage, Talk } from './run.ts'
import { untilPublished } from './until.ts'

/** A time nearer than this is "now". */
const SOON_MS = 1000

export type Trouble = Awaited<ReturnType<typeof causeTrouble>>

/**
 * Composes everything while TikTok fails, workers are killed and PostgreSQL goes away, until every publication has an end
 * or the time is up.
 */
export async function causeTrouble(stage: Stage, options: SoakOptions, { say, signal }: Talk) {
  const { world, workers, plan } = stage
  const names = new Map<number, string>()
  for (const { name, fault } of planFaults(options.seed, options.faultRate))
    names.set((await world.simulator.addFault(fault)).faultId, name)
  const startedMs = Date.now()
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(options.limitMs)])
  const calm = new AbortController()
  const until = AbortSignal.any([deadline, calm.signal])

  workers.beginKilling()
  const reconnecting = keepConnected(world, until)
  const restarting = restartPostgres(stage, startedMs, until)
  const composing = Promise.all(plan.publications.map((planned) => compose(stage, planned, startedMs, until)))
  const ending = untilPublished(stage, { isWithInbox: true }, { say, signal: deadline })
  const composed = await composing
  await restarting
  await ending
  const troubledMs = Date.now() - startedMs
  await workers.endKilling()
  calm.abort()
  const reconnected = await reconnecting
  const struck = (await world.simulator.faults()).map(({ faultId, struck }) => ({
    name: names.get(faultId) ?? '',
    times: struck,
  }))
  await world.simulator.clearFaults()
  return {
    deadline,
    troubledMs,
    reconnected,
    struck,
    /** By the publication's index; undefined where it was never composed. */
    postIds: composed.map((each) => each?.postId),
    composeRepeats: composed.reduce((sum, each) => sum + (each?.repeats ?? 0), 0),
  }
}

async function compose(stage: Stage, planned: PlannedPublication, startedMs: number, signal: AbortSignal) {
  const { client, accountIds, media } = stage
  const publishAtMs = startedMs + planned.publishMs
  try {
    await pause(Math.max(0, startedMs + planned.composeMs - Date.now()), null, { signal })
    return await composePublication(planned, {
      client,
      accountId: accountIds.get(planned.username) ?? '',
      mediaId: media[planned.index]?.mediaId ?? '',
      publishAt: publishAtMs > Date.now() + SOON_MS ? new Date(publishAtMs).toISOString() : 'now',
      signal,
    })
  } catch (error) {
    if (signal.aborted) return undefined
    throw error
  }
}

async function restartPostgres({ world, plan }: Stage, startedMs: number, signal: AbortSignal): Promise<void> {
  for (const restart of plan.restarts) {
    await pause(Math.max(0, startedMs + restart.atMs - Date.now()), null, { signal }).catch(() => {})
    if (signal.aborted) return
    await world.database.restart(restart)
  }
}
