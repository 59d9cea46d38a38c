import { canMove } from '#shared/publication-status.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { TransferRow } from '../db/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { addPostIds } from './add-post-ids.ts'
import { isPublic } from './is-public.ts'
import { NO_WORKER } from './lease.ts'
import { pollDelayMs } from './poll-delay.ts'
import { postsOf } from './posts-of.ts'
import { movePublication, updatePublication } from './publications-store.ts'
import { findTransferByPublishId, SENT, updateTransfer } from './transfers-store.ts'
import type { Verdict } from './verdict.ts'
import type { Work } from './work.ts'

type Resolved = TransferRow & { resolvedBy: string }

/**
 * TikTok speaks of an upload that no longer counts. It is heard where a person had said that no post came of it, and one
 * has: then that is what is shown, and nothing is sent in its place any more. What was sent in its place already is, or
 * will be, a second post; both ids are kept.
 */
export async function settleGivenUp(ctx: Context, tx: Tx, work: Work, verdict: Verdict): Promise<void> {
  const { publication } = work
  const { publishId } = verdict
  const transfer = publishId ? await findTransferByPublishId(tx, { publishId, openId: work.account.openId }) : undefined
  if (transfer?.publicationId !== publication.id || verdict.phase === 'failed' || !isResolved(transfer))
    return ctx.log.warn(
      { publicationId: publication.id, phase: verdict.phase },
      'TikTok speaks of an upload that was given up',
    )
  if (transfer.state === 'sent') return addPostIds(ctx, tx, work, verdict)
  await updateTransfer(tx, transfer.id, { ...SENT, sentBytes: transfer.totalBytes })
  const isTwice = work.transfer !== null && mayBeLive(work.transfer)
  if (work.transfer && !isTwice)
    await updateTransfer(tx, work.transfer.id, { state: 'abandoned', sealedUploadUrl: null })
  await showTruth(ctx, tx, work, { verdict, phase: verdict.phase, transfer, isTwice })
}

type Truth = { verdict: Verdict; phase: 'published' | 'inbox'; transfer: Resolved; isTwice: boolean }

async function showTruth(
  ctx: Context,
  tx: Tx,
  work: Work,
  { verdict, phase, transfer, isTwice }: Truth,
): Promise<void> {
  const { publication } = work
  const { id, status, postIds } = publication
  const now = ctx.clock.now()
  const found = postsOf(ctx, work, [...new Set([...postIds, ...verdict.postIds])])
  const awaitsPostId = phase === 'published' && isPublic(publication) && (isTwice || found.postIds.length === 0)
  const failure = isTwice ? twice(transfer.resolvedBy, phase) : null
  const change = {
    ...found,
    ...NO_WORKER,
    failure: failure && JSON.stringify(failure),
    finishedAt: now,
    statusPolls: 0,
    nextStepAt: awaitsPostId ? after(now, pollDelayMs(0)) : null,
    updatedAt: now,
  }
  const to = canMove(status, phase) ? phase : status
  const isShown =
    to === status
      ? await updatePublication(tx, { id, status }, change)
      : await movePublication(tx, { id, from: status, to }, change)
  if (!isShown) return
  const one = phase === 'inbox' ? 'It is in the inbox after all' : 'TikTok published it after all'
  await recordEvent(tx, {
    publication,
    at: now,
    kind: failure ? 'second-post' : phase,
    status: to,
    message: failure
      ? `${failure.detail} ${failure.remedy}`
      : `${one}, though ${transfer.resolvedBy} had not found it.`,
    code: failure?.code ?? null,
    logId: verdict.logId,
    progress: { sentBytes: transfer.totalBytes, totalBytes: transfer.totalBytes },
  })
}

function twice(by: string, phase: 'published' | 'inbox') {
  const [first, two] =
    phase === 'inbox' ? ['delivered the first draft', 'drafts'] : ['published the first upload', 'posts']
  return {
    code: 'posted_twice',
    detail: `TikTok ${first} after all, which ${by} had not found, and it was sent again meanwhile: there are two ${two}, or there will be.`,
    remedy: 'Delete one of them in the TikTok app.',
  }
}

function isResolved(transfer: TransferRow): transfer is Resolved {
  return transfer.resolvedBy !== null
}

/** From here on a post may come of it: the last byte of a file went out, or the init that makes TikTok pull. */
function mayBeLive({ source, lastChunkAt }: TransferRow): boolean {
  return source === 'url' || lastChunkAt !== null
}
