import { type ChunkPlan, chunkRange } from '#tiktok/chunk-plan.ts'
import { TikTokApiError } from '#tiktok/errors.ts'
import type { Tx } from '../db/db.ts'
import type { TransferRow } from '../db/tables.ts'
import { notifyProgress, recordEvent } from '../events/record-event.ts'
import { uploadRoute } from '../limits/call-route.ts'
import type { Pass } from '../limits/circuit-breakers.ts'
import type { Secret } from '../vault/secret.ts'
import { askStatus, isDecision } from './ask-status.ts'
import type { Decision } from './decision.ts'
import { afterFailedChunk, afterFailure, afterLostUpload, type OpenTransfer, type Sending } from './failed-chunk.ts'
import { judgeFailure } from './judge-failure.ts'
import { updatePublication } from './publications-store.ts'
import { furthestSent, updateTransfer } from './transfers-store.ts'
import { videoOf } from './work.ts'

/**
 * Sends the chunks that TikTok does not have yet, in order, straight from storage. Every acknowledged chunk moves the
 * ledger; "the last chunk is going out" is saved before it goes, and that it arrived with what follows from it.
 * `isResumed`: ask TikTok first how far it got.
 */
export async function sendChunks(
  sending: Sending,
  transfer: OpenTransfer,
  { isResumed }: { isResumed: boolean },
): Promise<Decision> {
  const { ctx, lease, work, signal } = sending
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
      // Before anything says that a chunk is going out.
      await using pass = await ctx.breakers.enter(uploadRoute(work.account.id, uploadUrl.reveal()))
      ledger = await announceChunk(sending, ledger, { isLast: index === plan.chunkCount - 1 })
      ledger = await sendChunk(sending, ledger, { uploadUrl, plan, index, pass })
    }
    return { kind: 'track' }
  } catch (error) {
    lease.signal.throwIfAborted()
    if (signal.aborted) throw error
    ctx.log.warn({ err: error, publicationId: work.publication.id }, 'A chunk did not get through')
    return afterFailedChunk(sending, ledger, { error, wasLastOut: isResumed && transfer.lastChunkAt !== null })
  }
}

/** "The last chunk is going out" is saved before it goes. The write after each chunk has just renewed the lease. */
async function announceChunk(
  { ctx, lease, work }: Sending,
  ledger: OpenTransfer,
  { isLast }: { isLast: boolean },
): Promise<OpenTransfer> {
  if (!isLast || ledger.lastChunkAt) return ledger
  const lastChunkAt = ctx.clock.now()
  await ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    await updateTransfer(tx, ledger.id, { lastChunkAt })
  })
  return keep(work, { ...ledger, lastChunkAt })
}

async function sendChunk(
  { ctx, lease, work, signal }: Sending,
  ledger: OpenTransfer,
  { uploadUrl, plan, index, pass }: { uploadUrl: Secret; plan: ChunkPlan; index: number; pass: Pass },
): Promise<OpenTransfer> {
  const video = videoOf(work)
  const range = chunkRange(plan, index)
  const chunk = {
    uploadUrl: uploadUrl.reveal(),
    contentType: video.mimeType,
    ...range,
    totalBytes: plan.sizeBytes,
    body: () => ctx.storage.readPieces(video.storageKey, range),
    signal: AbortSignal.any([signal, lease.signal]),
  }
  await pass.run(() => ctx.tiktok.uploadChunk(chunk))
  const sentBytes = range.lastByte + 1
  if (sentBytes < plan.sizeBytes) await saveProgress({ ctx, lease, work }, ledger, sentBytes)
  return keep(work, { ...ledger, sentBytes })
}

async function saveProgress(
  { ctx, lease, work }: Omit<Sending, 'signal'>,
  { id, totalBytes }: OpenTransfer,
  sentBytes: number,
): Promise<void> {
  const { publication } = work
  await ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    if (publication.failure || publication.stepFailures > 0) await forgetFailure(tx, work, sentBytes)
    await updateTransfer(tx, id, { sentBytes })
    await notifyProgress(tx, { publication, status: 'publishing', progress: { sentBytes, totalBytes } })
  })
}

/** Only what no upload had reached before ends the row of failures: else one that always breaks off there would never end. */
async function forgetFailure(tx: Tx, work: Sending['work'], sentBytes: number): Promise<void> {
  const { id } = work.publication
  const isProgress = sentBytes > (await furthestSent(tx, id))
  const change = { failure: null, ...(isProgress && { stepFailures: 0 }) }
  const updated = await updatePublication(tx, { id, status: 'publishing' }, change)
  if (updated) work.publication = updated
}

function keep(work: Sending['work'], transfer: OpenTransfer): OpenTransfer {
  work.transfer = transfer
  return transfer
}

/** Asks TikTok what it has. Its answer wins over the ledger: an acknowledgement may have got lost. */
async function resync({ ctx, lease, work }: Sending, transfer: OpenTransfer): Promise<OpenTransfer | Decision> {
  const { totalBytes } = transfer
  try {
    const status = await askStatus(ctx, work, transfer.publishId)
    if (isDecision(status)) return status
    if (status.phase === 'failed') return await afterFailure({ ctx, lease, work }, transfer, status)
    const hasAll = status.phase !== 'processing' || (status.uploadedBytes ?? 0) >= totalBytes
    const sentBytes = hasAll ? totalBytes : wholeChunks(planOf(transfer), status.uploadedBytes ?? transfer.sentBytes)
    await ctx.db.transaction().execute(async (tx) => {
      await lease.hold(tx)
      await updateTransfer(tx, transfer.id, { sentBytes })
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
    const resumed = keep(work, { ...transfer, sentBytes })
    return hasAll ? { kind: 'track' } : resumed
  } catch (error) {
    const isUnknown = error instanceof TikTokApiError && error.code === 'invalid_publish_id'
    return isUnknown ? afterLostUpload({ ctx, lease, work }, transfer) : judgeFailure(error, ctx.clock.now())
  }
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
