import type { PublicationStatus } from '#shared/publication-status.ts'
import type { FaultInput } from '#simulator/faults.ts'
import type { Actor, Stage } from './stage.ts'

const DAY_MS = 24 * 60 * 60 * 1000

type Play = {
  /** What goes wrong with the calls of this creator; each once, unless it says otherwise. */
  faults: FaultInput[]
  choices?: Record<string, unknown>
  sizeBytes?: number
  until?: PublicationStatus
  maxMs?: number
}

/** One post while `faults` strike: how it stands when it is `until`, and what TikTok has got of it by then. */
export async function play(
  stage: Stage,
  actor: Actor,
  { faults, choices, sizeBytes, until = 'published', maxMs = 2 * DAY_MS }: Play,
) {
  const before = { posts: actor.posts().length, inits: actor.inits().length, at: stage.clock.now().getTime() }
  for (const fault of faults) stage.simulator.faults.add({ openId: actor.openId, times: 1, ...fault })
  const id = await actor.post(choices, {}, sizeBytes)
  const publication = await actor.until(id, until, maxMs)
  await stage.drain()
  return {
    id,
    publication,
    tookMs: stage.clock.now().getTime() - before.at,
    posts: actor.posts().length - before.posts,
    inits: actor.inits().length - before.inits,
  }
}

/** TikTok tells this creator's app nothing: whatever there is to know, the polls must find out. */
export function dropWebhooks(stage: Stage, { openId }: Actor): void {
  stage.simulator.faults.add({ endpoint: 'webhook', openId, isDropped: true })
}
