import type { Failure } from '#shared/api/posts.ts'
import type { PublishStatus } from '#tiktok/client.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { PublicationRow } from '../db/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { askStatus, isDecision } from './ask-status.ts'
import type { Decision } from './decision.ts'
import { judgeFailure } from './judge-failure.ts'
import { noteRefusedGrant } from './note-refused-grant.ts'
import { POST_ID_MAX_MS, PROCESSING_MAX_MS, pollDelayMs, slowPollDelayMs, UNCONFIRMED_MAX_MS } from './poll-delay.ts'
import { getPublication, movePublication, updatePublication } from './publications-store.ts'
import { settlePublication, type Verdict } from './settle-publication.ts'
import type { Work } from './work.ts'

/** Asks TikTok once what became of a publish id, makes the move that follows, and says when to ask again. */
export async function trackPost(ctx: Context, work: Work): Promise<void> {
  const { transfer, account } = work
  if (!transfer?.publishId) return askLater(ctx, work, null)
  const answer = await askStatus(ctx, { account }, transfer.publishId).catch((error: unknown) =>
    judgeFailure(error, ctx.clock.now()),
  )
  if (isDecision(answer))
    return answer.kind === 'hold' ? stopAsking(ctx, work, answer.failure) : askLater(ctx, work, answer)
  if (answer.phase === 'processing') return askLater(ctx, work, null)
  await settle(ctx, work, { ...answer, phase: answer.phase, publishId: transfer.publishId })
}

async function settle(
  ctx: Context,
  work: Work,
  answer: PublishStatus & Pick<Verdict, 'phase' | 'publishId'>,
): Promise<void> {
  const { publication } = work
  await ctx.db.transaction().execute(async (tx) => {
    await settlePublication(ctx, tx, publication.id, answer)
  })
  const settled = await getPublication(ctx.db, publication.id)
  const stillWithoutId =
    settled?.status === 'published' && publication.status === 'published' && settled.postIds.length === 0
  if (settled && stillWithoutId) await askLater(ctx, { ...work, publication: settled }, null)
}

/** Nobody can ask until a person has acted, most often by a reconnect: that is said at once, not after half an hour. */
async function stopAsking(ctx: Context, work: Work, failure: Failure): Promise<void> {
  const isOutlived = await ctx.db.transaction().execute((tx) => noteRefusedGrant(ctx, tx, work.account, failure.code))
  if (work.publication.status !== 'processing' || isOutlived) return askLater(ctx, work, null)
  await becomeUnconfirmed(ctx, work.publication, failure)
}

/** Nothing has been decided: the next poll, or the end of the patience. */
async function askLater(ctx: Context, { publication }: Work, decision: Decision | null): Promise<void> {
  const now = ctx.clock.now()
  const forMs = now.getTime() - (publication.finishedAt ?? publication.processingSince ?? now).getTime()
  if (publication.status === 'processing' && forMs >= PROCESSING_MAX_MS)
    return becomeUnconfirmed(ctx, publication, whyUnclear(decision))
  const patienceMs = publication.status === 'published' ? POST_ID_MAX_MS : UNCONFIRMED_MAX_MS
  if (publication.status !== 'processing' && forMs >= patienceMs) {
    await updatePublication(ctx.db, publication, { nextStepAt: null, updatedAt: now })
    return
  }
  const delayMs =
    publication.status === 'unconfirmed' ? slowPollDelayMs(forMs) : pollDelayMs(publication.statusPolls + 1)
  const earliest = decision?.kind === 'wait' ? decision.until : now
  const nextStepAt = new Date(Math.max(earliest.getTime(), now.getTime() + delayMs))
  const statusPolls = publication.statusPolls + 1
  await updatePublication(ctx.db, publication, { nextStepAt, statusPolls, updatedAt: now })
}

/** TikTok works on it for too long, or does not even say that. */
function whyUnclear(decision: Decision | null): Failure {
  const remedy = 'TikTok is asked for three more days. If you see it on the profile, say so here.'
  return decision && 'failure' in decision
    ? {
        ...decision.failure,
        detail: `TikTok has not said for 30 minutes what became of it. ${decision.failure.detail}`,
        remedy,
      }
    : { code: 'processing_too_long', detail: 'TikTok has been processing it for more than 30 minutes.', remedy }
}

async function becomeUnconfirmed(ctx: Context, publication: PublicationRow, failure: Failure): Promise<void> {
  const now = ctx.clock.now()
  const nextStepAt = after(now, slowPollDelayMs(PROCESSING_MAX_MS))
  await ctx.db.transaction().execute(async (tx) => {
    const moved = await movePublication(
      tx,
      { id: publication.id, from: 'processing', to: 'unconfirmed' },
      { nextStepAt, failure: JSON.stringify(failure), updatedAt: now },
    )
    if (!moved) return
    await recordEvent(tx, {
      publication,
      at: now,
      kind: 'unconfirmed',
      status: 'unconfirmed',
      message: `${failure.detail} ${failure.remedy} It may be live; it is never sent again by itself.`,
      code: failure.code,
      logId: failure.logId ?? null,
    })
  })
}
