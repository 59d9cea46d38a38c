import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import { hasEvent } from '../events/events-store.ts'
import { recordEvent } from '../events/record-event.ts'
import { postsOf } from './posts-of.ts'
import { progressOf } from './progress-of.ts'
import { updatePublication } from './publications-store.ts'
import { FOUND_IN_LIST, type Verdict, verdictWords } from './verdict.ts'
import type { Work } from './work.ts'

/**
 * A public post gets its id after moderation, when it is published long since. TikTok's own word replaces what was
 * concluded from its list of videos.
 */
export async function addPostIds(ctx: Context, tx: Tx, work: Work, verdict: Verdict): Promise<void> {
  const { publication } = work
  const fresh = verdict.postIds.filter((postId) => !publication.postIds.includes(postId))
  if (fresh.length === 0) return
  const now = ctx.clock.now()
  const isCorrection = await hasEvent(tx, publication.id, FOUND_IN_LIST)
  const found = postsOf(ctx, work, isCorrection ? fresh : [...publication.postIds, ...fresh])
  await updatePublication(
    tx,
    { id: publication.id, status: 'published' },
    { ...found, nextStepAt: null, updatedAt: now },
  )
  const gotId = { kind: 'post-id', message: `TikTok gave the post its id: ${fresh.join(', ')}.` }
  await recordEvent(tx, {
    publication,
    at: now,
    ...(verdict.isFromList ? verdictWords(verdict) : gotId),
    status: 'published',
    logId: verdict.logId,
    progress: progressOf(work),
  })
}
