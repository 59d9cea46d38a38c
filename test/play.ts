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

/** One post (or draft) while `faults` strike: how it stands when it is `until`, and what TikTok has got of it by then. */
export async function play(
  stage: Stage,
  actor: Actor,
  { faults, choices, sizeBytes, until = 'published', maxMs = 2 * DAY_MS }: Play,
) {
  const before = { ...handedOver(stage, actor), at: stage.clock.now().getTime() }
  for (const fault of faults) stage.simulator.faults.add({ openId: actor.openId, times: 1, ...fault })
  const id = await actor.post(choices, {}, sizeBytes)
  const publication = await actor.until(id, until, maxMs)
  await stage.drain()
  const now = handedOver(stage, actor)
  return {
    id,
    publication,
    tookMs: stage.clock.now().getTime() - before.at,
    posts: now.posts - before.posts,
    drafts: now.drafts - before.drafts,
    inits: now.inits - before.inits,
  }
}

/** What TikTok has got of this creator's: on the profile, in the inbox, and begun. */
export function handedOver({ simulator }: Stage, actor: Actor) {
  const inInbox = simulator.state.tasks
    .values()
    .filter(({ openId, phase }) => openId === actor.openId && phase === 'inbox')
  return { posts: actor.posts().length, drafts: inInbox.length, inits: actor.inits().length }
}

/** TikTok tells this creator's app nothing: whatever there is to know, the polls must find out. */
export function dropWebhooks(stage: Stage, { openId }: Actor): void {
  stage.simulator.faults.add({ endpoint: 'webhook', openId, isDropped: true })
}
