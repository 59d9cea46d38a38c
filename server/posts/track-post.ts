import type { Failure } from '#shared/api/posts.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { PublicationRow, TransferRow } from '../db/tables.ts'
import { notifyProgress, recordEvent } from '../events/record-event.ts'
import { askStatus, isDecision } from './ask-status.ts'
import type { Decision } from './decision.ts'
import { findInVideoList } from './find-in-video-list.ts'
import { judgeFailure } from './judge-failure.ts'
import { dealWithMissingBytes, lacksBytes } from './missing-bytes.ts'
import { noteRefusedGrant } from './note-refused-grant.ts'
import {
  LIST_FROM_POLL,
  POST_ID_MAX_MS,
  PROCESSING_MAX_MS,
  PULL_MAX_MS,
  pollDelayMs,
  slowPollDelayMs,
  UNCONFIRMED_MAX_MS,
} from './poll-delay.ts'
import { getPublication, movePublication, updatePublication } from './publications-store.ts'
import { settlePublication } from './settle-publication.ts'
import { noteDownloaded } from './transfers-store.ts'
import type { Verdict } from './verdict.ts'
import type { Work } from './work.ts'

/** Asks TikTok once what became of a publish id, makes the move that follows, and says when to ask again. */
export async function trackPost(ctx: Context, work: Work): Promise<void> {
  const { publication } = work
  const answer = await ask(ctx, work)
  if (answer === 'incomplete') return
  if (answer && !isDecision(answer)) {
    await settle(ctx, work, answer)
    if (!(await stillAwaitsPostId(ctx, publication))) return
  }
  if (answer && isDecision(answer) && answer.kind === 'hold') return stopAsking(ctx, work, answer.failure)
  const found = isLookedForInList(publication) ? await lookInList(ctx, work) : null
  if (found && !isDecision(found)) return settle(ctx, work, found)
  await askLater(ctx, work, found ?? (answer && isDecision(answer) ? answer : null))
}

/** What TikTok says of the publish id; null when it is still processing, or there is no publish id. */
async function ask(ctx: Context, work: Work): Promise<Verdict | Decision | 'incomplete' | null> {
  const { account, transfer } = work
  const publishId = transfer?.publishId
  if (!publishId) return null
  try {
    const answer = await askStatus(ctx, { account }, publishId)
    if (isDecision(answer)) return answer
    if (lacksBytes(work, answer) && (await dealWithMissingBytes(ctx, work, answer))) return 'incomplete'
    if (answer.phase === 'processing') await noteDownload(ctx, work, answer.downloadedBytes)
    return answer.phase === 'processing' ? null : { ...answer, phase: answer.phase, publishId }
  } catch (error) {
    return judgeFailure(error, ctx.clock.now())
  }
}

/** How far TikTok has come with a download of its own. */
async function noteDownload(ctx: Context, { publication, transfer }: Work, downloadedBytes: number | null) {
  if (transfer?.source !== 'url' || downloadedBytes === null) return
  const { id, totalBytes } = transfer
  const sentBytes = Math.min(downloadedBytes, totalBytes)
  if (sentBytes <= transfer.sentBytes || !(await noteDownloaded(ctx.db, { id, sentBytes }))) return
  await notifyProgress(ctx.db, { publication, status: publication.status, progress: { sentBytes, totalBytes } })
}

/** A status that stays silent, and an id that does not come, are looked for where TikTok shows the account's posts. */
function isLookedForInList({ status, statusPolls, postIds }: PublicationRow): boolean {
  return status === 'unconfirmed' || (status === 'published' && postIds.length === 0 && statusPolls >= LIST_FROM_POLL)
}

async function lookInList(ctx: Context, work: Work): Promise<Verdict | Decision | null> {
  try {
    const video = await findInVideoList(ctx, work)
    const publishId = work.transfer?.publishId ?? null
    return (
      video && { publishId, phase: 'published', failReason: null, postIds: [video.id], logId: null, isFromList: true }
    )
  } catch (error) {
    return judgeFailure(error, ctx.clock.now())
  }
}

async function settle(ctx: Context, work: Work, verdict: Verdict): Promise<void> {
  await ctx.db.transaction().execute((tx) => settlePublication(ctx, tx, work.publication.id, verdict, work))
}

/** Was published before this poll, and TikTok told no id this time either. */
async function stillAwaitsPostId(ctx: Context, { id, status }: PublicationRow): Promise<boolean> {
  const settled = status === 'published' ? await getPublication(ctx.db, id) : undefined
  return settled?.status === 'published' && settled.nextStepAt !== null
}

/** Nobody can ask until a person has acted, most often by a reconnect: that is said at once, not after half an hour. */
async function stopAsking(ctx: Context, work: Work, failure: Failure): Promise<void> {
  const isOutlived = await ctx.db.transaction().execute((tx) => noteRefusedGrant(ctx, tx, work.account, failure.code))
  if (work.publication.status !== 'processing' || isOutlived) return askLater(ctx, work, null)
  await becomeUnconfirmed(ctx, work.publication, failure)
}

/** Nothing has been decided: the next poll, or the end of the patience. */
async function askLater(ctx: Context, { publication, transfer }: Work, decision: Decision | null): Promise<void> {
  const now = ctx.clock.now()
  const forMs = now.getTime() - (publication.finishedAt ?? publication.processingSince ?? now).getTime()
  if (publication.status === 'processing' && forMs >= patienceWith(transfer))
    return becomeUnconfirmed(ctx, publication, whyUnclear(decision, patienceWith(transfer)))
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

/** How long `processing` is taken for granted. */
function patienceWith(transfer: TransferRow | null): number {
  return transfer?.source === 'url' ? PULL_MAX_MS + PROCESSING_MAX_MS : PROCESSING_MAX_MS
}

/** TikTok works on it for too long, or does not even say that. */
function whyUnclear(decision: Decision | null, forMs: number): Failure {
  const minutes = forMs / 60_000
  const remedy = 'TikTok is asked for three more days. If you see it on the profile, say so here.'
  return decision && 'failure' in decision
    ? {
        ...decision.failure,
        detail: `TikTok has not said for ${minutes} minutes what became of it. ${decision.failure.detail}`,
        remedy,
      }
    : { code: 'processing_too_long', detail: `TikTok has been processing it for more than ${minutes} minutes.`, remedy }
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
