import type { Failure } from '#shared/api/posts.ts'
import { canMove, type PublicationStatus } from '#shared/publication-status.ts'
import { lockAccount } from '../accounts/accounts-store.ts'
import { markRevoked } from '../accounts/mark-revoked.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { addPostIds } from './add-post-ids.ts'
import type { Decision } from './decision.ts'
import { heedCap } from './heed-cap.ts'
import { isPublic } from './is-public.ts'
import { judgeFailReason } from './judge-failure.ts'
import { NO_WORKER } from './lease.ts'
import { isRefusedGrant } from './mended-by-reconnect.ts'
import { nameMedia } from './name-media.ts'
import { pollDelayMs } from './poll-delay.ts'
import { postsOf } from './posts-of.ts'
import { progressOf } from './progress-of.ts'
import { lockPublication, movePublication, type PublicationChange } from './publications-store.ts'
import { costsAttempt, retryDelayMs } from './retry-ladder.ts'
import { settleGivenUp } from './settle-given-up.ts'
import { abandonTransfer } from './start-transfer.ts'
import { subjectOf } from './subject.ts'
import { currentTransfers, SENT, updateTransfer } from './transfers-store.ts'
import { type Verdict, verdictWords } from './verdict.ts'
import { loadWork, type Work } from './work.ts'

/**
 * Makes the move that TikTok's verdict asks for. Polls and webhooks both come here, in any order and any number of
 * times: a finished publication never moves back, and what was said already changes nothing. Nor does what is said of an
 * upload that was given up, unless it was a person who took it for lost. A worker that still sends finds its lease gone,
 * and writes nothing over the verdict. `known`: what belongs to the publication, as it was read a moment ago.
 */
export async function settlePublication(
  ctx: Context,
  tx: Tx,
  publicationId: string,
  verdict: Verdict,
  known?: Work,
): Promise<void> {
  const locked = await lockPublication(tx, publicationId)
  const work = known && verdict.phase !== 'failed' ? await renew(tx, known, locked) : await loadWork(tx, locked)
  const { publication } = work
  if (work.transfer?.publishId !== verdict.publishId) return settleGivenUp(ctx, tx, work, verdict)
  if (verdict.phase === 'failed' && isCancelledPull(work, verdict)) return settleCancel(ctx, tx, work, verdict)
  if (verdict.phase === 'failed') return settleFailure(ctx, tx, work, verdict)
  if (publication.status === 'published') return addPostIds(ctx, tx, work, verdict)
  if (!canMove(publication.status, verdict.phase)) return

  const now = ctx.clock.now()
  const found = postsOf(ctx, work, verdict.postIds)
  const awaitsPostId = verdict.phase === 'published' && isPublic(publication) && found.postIds.length === 0
  const nextStepAt = awaitsPostId ? after(now, pollDelayMs(0)) : null
  const moved = await movePublication(
    tx,
    { id: publication.id, from: publication.status, to: verdict.phase },
    {
      ...found,
      ...NO_WORKER,
      failure: null,
      finishedAt: now,
      statusPolls: 0,
      nextStepAt,
      updatedAt: now,
    },
  )
  if (!moved) return
  await markSent(tx, work)
  await recordEvent(tx, {
    publication,
    at: now,
    ...verdictWords(verdict),
    status: verdict.phase,
    logId: verdict.logId,
    progress: progressOf(work),
  })
}

/** Post and media stay as they are once publishing has begun, and a success does not depend on the account. */
async function renew(tx: Tx, known: Work, publication: PublicationRow): Promise<Work> {
  const transfers = await currentTransfers(tx, [publication.id])
  return { ...known, publication, transfer: transfers.get(publication.id) ?? null }
}

/** Only a download that this app called off ends so (content-posting-api-reference-cancel). */
function isCancelledPull({ transfer }: Work, { failReason }: Verdict): boolean {
  return transfer?.source === 'url' && failReason === 'publish_cancelled'
}

async function settleCancel(ctx: Context, tx: Tx, work: Work, { logId }: Verdict): Promise<void> {
  const { publication } = work
  const now = ctx.clock.now()
  if (!canMove(publication.status, 'cancelled')) return
  const moved = await movePublication(
    tx,
    { id: publication.id, from: publication.status, to: 'cancelled' },
    { ...NO_WORKER, nextStepAt: null, failure: null, finishedAt: now, updatedAt: now },
  )
  if (!moved) return
  await abandonTransfer(ctx, tx, work, work.transfer)
  await recordEvent(tx, {
    publication,
    at: now,
    kind: 'cancelled',
    status: 'cancelled',
    message: `Cancelled: TikTok stopped fetching ${subjectOf(work.post)}, and no post came of it.`,
    code: 'publish_cancelled',
    logId,
  })
}

/** TikTok says that no post came of it, so sending it again is safe where the reason may pass. */
async function settleFailure(ctx: Context, tx: Tx, work: Work, verdict: Verdict): Promise<void> {
  const { publication } = work
  const now = ctx.clock.now()
  const reason = nameMedia(judgeFailReason(verdict.failReason, verdict.logId, now), work.media)
  const judged = onceConnectedAnew(work, reason, now)
  const decision = publication.status === 'published' ? judged : await heedCap(ctx, tx, work, judged)
  const { to, change, failure } = consequence(ctx, publication, decision, now)
  if (publication.status === 'published' || !canMove(publication.status, to)) return
  const moved = await movePublication(
    tx,
    { id: publication.id, from: publication.status, to },
    {
      ...change,
      ...NO_WORKER,
      failure: JSON.stringify(failure),
      updatedAt: now,
    },
  )
  if (!moved) return
  if (work.transfer) await updateTransfer(tx, work.transfer.id, { state: 'abandoned', sealedUploadUrl: null })
  if (to === 'held' && isRefusedGrant(failure.code)) {
    const account = await lockAccount(tx, publication.accountId)
    if (account.status === 'active') await markRevoked(ctx, tx, account, failure.code)
  }
  await recordEvent(tx, {
    publication,
    at: now,
    kind: to === 'scheduled' ? 'retrying' : to,
    status: to,
    message: `${failure.detail} ${failure.remedy}`,
    code: failure.code,
    logId: verdict.logId,
    progress: progressOf(work),
  })
}

/** The access that TikTok found removed is not the one that the account has now: it goes on at once. */
function onceConnectedAnew({ account, transfer }: Work, decision: Decision, now: Date): Decision {
  const isOutlived = transfer !== null && account.status === 'active' && account.connectedAt > transfer.intendedAt
  return decision.kind === 'hold' && isRefusedGrant(decision.failure.code) && isOutlived
    ? { kind: 'wait', until: now, failure: decision.failure }
    : decision
}

type Consequence = { to: PublicationStatus; change: PublicationChange; failure: Failure }

function consequence(ctx: Context, publication: PublicationRow, decision: Decision, now: Date): Consequence {
  switch (decision.kind) {
    case 'wait':
      return { to: 'scheduled', change: { nextStepAt: decision.until }, failure: decision.failure }
    case 'hold':
      return { to: 'held', change: { nextStepAt: null }, failure: decision.failure }
    case 'retry': {
      const stepFailures = publication.stepFailures + 1
      const delayMs = retryDelayMs(stepFailures, ctx.random)
      if (delayMs === null)
        return { to: 'failed', change: { nextStepAt: null, finishedAt: now }, failure: decision.failure }
      const attempts = publication.attempts + (costsAttempt(stepFailures) ? 1 : 0)
      return {
        to: 'scheduled',
        change: { nextStepAt: after(now, delayMs), stepFailures, attempts },
        failure: decision.failure,
      }
    }
    case 'fail':
      return { to: 'failed', change: { nextStepAt: null, finishedAt: now }, failure: decision.failure }
    case 'continue':
    case 'track':
    case 'unconfirmed':
      throw new Error(`A fail reason never leads to "${decision.kind}".`)
  }
}

/** A webhook may be faster than our own note that the last chunk was acknowledged, or than the next look at a download. */
async function markSent(tx: Tx, { transfer }: Work): Promise<void> {
  if (transfer && (transfer.state !== 'sent' || transfer.sentBytes < transfer.totalBytes))
    await updateTransfer(tx, transfer.id, { ...SENT, sentBytes: transfer.totalBytes })
}
