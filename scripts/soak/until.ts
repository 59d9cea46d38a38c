import { setTimeout as pause } from 'node:timers/promises'
import { readPosts } from './compose.ts'
import { countByStatus } from './creators.ts'
import type { Stage, Talk } from './run.ts'

const LOOK_MS = 1000
const SAY_EVERY = 10

/**
 * Waits until every publication is published (or, `isWithInbox`, a draft in the inbox) and every public post has its id.
 * False when the signal came first.
 */
export async function untilPublished(
  stage: Stage,
  { isWithInbox }: { isWithInbox: boolean },
  { say, signal }: Talk,
): Promise<boolean> {
  const { world, plan, workers } = stage
  for (let looks = 1; !signal.aborted; looks++) {
    const counts = await countByStatus(world.url)
    const ended = (counts?.get('published') ?? 0) + (isWithInbox ? (counts?.get('inbox') ?? 0) : 0)
    if (ended === plan.publications.length && (await haveIds(stage))) return true
    if (looks % SAY_EVERY === 0)
      say(
        `${counts ? [...counts].map(([status, count]) => `${status} ${count}`).join(', ') : 'no answer'}; ${workers.counts().kills} kills`,
      )
    await pause(LOOK_MS, null, { signal }).catch(() => {})
  }
  return false
}

/** TikTok names a public post after its moderation. */
async function haveIds({ client }: Stage): Promise<boolean> {
  const posts = await readPosts(client).catch(() => null)
  const publications = posts?.flatMap((post) => post.publications) ?? null
  return (
    publications?.every(
      ({ mode, privacyLevel, postIds }) =>
        mode === 'draft' || privacyLevel !== 'PUBLIC_TO_EVERYONE' || postIds.length > 0,
    ) ?? false
  )
}
