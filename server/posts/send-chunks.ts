import { type ChunkPlan, chunkRange } from '#tiktok/chunk-plan.ts'
import { TikTokApiError, TikTokUploadError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { TransferRow } from '../db/tables.ts'
import { notifyProgress, recordEvent } from '../events/record-event.ts'
import type { Secret } from '../vault/secret.ts'
import { askStatus, isDecision } from './ask-status.ts'
import type { Decision } from './decision.ts'
import { judgeFailReason, judgeFailure } from './judge-failure.ts'
import type { Lease } from './lease.ts'
import { updatePublication } from './publications-store.ts'
import { giveUpTransfer } from './start-transfer.ts'
import { updateTransfer } from './transfers-store.ts'
import { videoOf, type Work } from './work.ts'

export type OpenTransfer = TransferRow & { publishId: string; sealedUploadUrl: string }

type Sending = { ctx: Context; lease: Lease; work: Work; signal: AbortSignal }

/**
 * Sends the chunks that TikTok does not have yet, in order, straight from storage. Every acknowledged chunk moves the
 * ledger; "the last chunk is going out" is saved before it goes. `isResumed`: ask TikTok first how far it got.
 */
export async function sendChunks(sending: Sending, transfer: OpenTransfer, isResumed: boolean): Promise<Decision> {
  const { ctx, work, signal } = sending
  let ledger = transfer
  if (isResumed) {
    const resynced = await resync(sending, transfer)
    if ('kind' in resynced) return resynced
    ledger = resynced
  }
  const uploadUrl = await ctx.vault.open(transfer.sealedUploadUrl, { ownerId: transfer.id, field: 'upload-url' })
  const plan = planOf(transfer)
  try {
    for (let index = chunksSent(ledger); index < plan.chunkCount; index++) {
      signal.throwIfAborted()
      ledger = { ...ledger, ...(await sendChunk(sending, ledger, { uploadUrl, plan, index })) }
    }
    return { kind: 'track' }
  } catch (error) {
    if (signal.aborted) throw error
    ctx.log.warn({ err: error, publicationId: work.publication.id }, 'A chunk did not get through')
    const isDead = error instanceof TikTokUploadError && error.action === 'new-init'
    return isDead ? afterDeadUrl(sending, ledger) : judgeFailure(error, ctx.clock.now())
  }
}

async function sendChunk(
  { ctx, lease, work, signal }: Sending,
  transfer: OpenTransfer,
  { uploadUrl, plan, index }: { uploadUrl: Secret; plan: ChunkPlan; index: number },
) {
  const video = videoOf(work)
  const range = chunkRange(plan, index)
  const isLast = index === plan.chunkCount - 1
  const lastChunkAt = isLast ? ctx.clock.now() : transfer.lastChunkAt
  await ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    if (isLast) await updateTransfer(tx, transfer.id, { lastChunkAt })
  })
  await ctx.tiktok.uploadChunk({
    uploadUrl: uploadUrl.reveal(),
    contentType: video.mimeType,
    ...range,
    totalBytes: plan.sizeBytes,
    body: () => ctx.storage.read(video.storageKey, range),
    signal,
  })
  const sentBytes = range.lastByte + 1
  await ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    await updateTransfer(tx, transfer.id, { sentBytes, ...(isLast && { state: 'sent' }) })
    await updatePublication(tx, { id: work.publication.id, status: 'publishing' }, { stepFailures: 0, failure: null })
    await notifyProgress(tx, {
      publication: work.publication,
      status: 'publishing',
      progress: { sentBytes, totalBytes: plan.sizeBytes },
    })
  })
  return { sentBytes, lastChunkAt }
}

/** Asks TikTok what it has. Its answer wins over the ledger: an acknowledgement may have got lost. */
async function resync({ ctx, lease, work }: Sending, transfer: OpenTransfer): Promise<OpenTransfer | Decision> {
  const { totalBytes } = transfer
  try {
    const status = await askStatus(ctx, work, transfer.publishId)
    if (isDecision(status)) return status
    if (status.phase === 'failed') {
      await giveUpTransfer(ctx, lease, work, transfer)
      return judgeFailReason(status.failReason, status.logId, ctx.clock.now())
    }
    const hasAll = status.phase !== 'processing' || (status.uploadedBytes ?? 0) >= totalBytes
    const sentBytes = hasAll ? totalBytes : wholeChunks(planOf(transfer), status.uploadedBytes ?? transfer.sentBytes)
    await ctx.db.transaction().execute(async (tx) => {
      await lease.hold(tx)
      await updateTransfer(tx, transfer.id, { sentBytes, ...(hasAll && { state: 'sent' }) })
      await recordEvent(tx, {
        publication: work.publication,
        at: ctx.clock.now(),
        kind: 'upload-resumed',
        status: 'publishing',
        message: `TikTok has ${sentBytes} of ${totalBytes} bytes; the upload goes on from there.`,
        logId: status.logId,
        progress: { sentBytes, totalBytes },
      })
    })
    return hasAll ? { kind: 'track' } : { ...transfer, sentBytes }
  } catch (error) {
    const isUnknown = error instanceof TikTokApiError && error.code === 'invalid_publish_id'
    return isUnknown ? afterDeadUrl({ ctx, lease, work }, transfer) : judgeFailure(error, ctx.clock.now())
  }
}

/**
 * The upload URL or the publish id is gone. Before the last byte no post can exist, and a new init is safe. After it
 * only TikTok's status can tell: with every byte there, track it; with bytes missing, this upload can never end.
 */
async function afterDeadUrl({ ctx, lease, work }: Omit<Sending, 'signal'>, transfer: OpenTransfer): Promise<Decision> {
  const failure = {
    code: 'upload_url_dead',
    detail: 'TikTok no longer takes this upload.',
    remedy: 'A new upload begins by itself.',
  }
  if (transfer.lastChunkAt) {
    const status = await askStatus(ctx, work, transfer.publishId).catch((error: unknown) =>
      judgeFailure(error, ctx.clock.now()),
    )
    if (isDecision(status))
      return status.kind === 'fail'
        ? {
            kind: 'unconfirmed',
            failure: { ...failure, remedy: 'Look at the profile in TikTok, then say here whether it is there.' },
          }
        : status
    if (status.phase !== 'processing' && status.phase !== 'failed') return { kind: 'track' }
    if (status.phase === 'processing' && (status.uploadedBytes ?? transfer.totalBytes) >= transfer.totalBytes)
      return { kind: 'track' }
  }
  await giveUpTransfer(ctx, lease, work, transfer)
  return { kind: 'retry', failure }
}

function planOf(transfer: TransferRow): ChunkPlan {
  return { sizeBytes: transfer.totalBytes, chunkBytes: transfer.chunkBytes, chunkCount: transfer.chunkCount }
}

function chunksSent(transfer: TransferRow): number {
  return transfer.sentBytes >= transfer.totalBytes
    ? transfer.chunkCount
    : Math.floor(transfer.sentBytes / transfer.chunkBytes)
}

/** TikTok takes whole chunks only, so a count in the middle of one means the chunk before it. */
function wholeChunks(plan: ChunkPlan, bytes: number): number {
  return Math.min(Math.floor(bytes / plan.chunkBytes), plan.chunkCount - 1) * plan.chunkBytes
}
