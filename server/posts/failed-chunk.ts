import type { Failure } from '#shared/api/posts.ts'
import type { PublishStatus } from '#tiktok/client.ts'
import { TikTokUploadError } from '#tiktok/errors.ts'
import type { Context } from '../context.ts'
import type { TransferRow } from '../db/tables.ts'
import { askStatus, isDecision } from './ask-status.ts'
import type { Decision } from './decision.ts'
import { judgeFailReason, judgeFailure } from './judge-failure.ts'
import type { Lease } from './lease.ts'
import { giveUpTransfer } from './start-transfer.ts'
import type { Work } from './work.ts'

/** An upload that TikTok has opened. */
export type OpenTransfer = TransferRow & { publishId: string; sealedUploadUrl: string }

/** True unless something of it is missing that TikTok's answer to the init must have. */
export function isOpen(transfer: TransferRow): transfer is OpenTransfer {
  return transfer.publishId !== null && transfer.sealedUploadUrl !== null
}

export type Sending = { ctx: Context; lease: Lease; work: Work; signal: AbortSignal }
type Sent = Omit<Sending, 'signal'>

const DEAD_UPLOAD: Failure = {
  code: 'upload_url_dead',
  detail: 'TikTok no longer takes this upload.',
  remedy: 'A new upload begins by itself.',
}

/**
 * A chunk was refused or got lost. Before the last byte no post can exist, so whatever follows is safe. `wasLastOut`: the
 * last byte went out in an earlier run already, and TikTok has said since that bytes are missing.
 */
export async function afterFailedChunk(
  sent: Sent,
  ledger: OpenTransfer,
  { error, wasLastOut }: { error: unknown; wasLastOut: boolean },
): Promise<Decision> {
  const isDead = error instanceof TikTokUploadError && error.action === 'new-init'
  const decision = isDead ? null : judgeFailure(error, sent.ctx.clock.now())
  if (decision && decision.kind !== 'fail') return decision
  if (!ledger.lastChunkAt) return decision ?? newUpload(sent, ledger)
  // A refusal of the last byte proves nothing: the next run asks TikTok what it has before anything is sent again.
  if (!wasLastOut) return { kind: 'retry', failure: decision?.failure ?? DEAD_UPLOAD }
  const asked = await whatTikTokHas(sent, ledger)
  if (asked) return asked
  const anew = await newUpload(sent, ledger)
  return decision ?? anew
}

/** The publish id is gone. After the last byte nobody can tell any more what came of it. */
export async function afterLostUpload(sent: Sent, transfer: OpenTransfer): Promise<Decision> {
  if (!transfer.lastChunkAt) return newUpload(sent, transfer)
  const remedy = 'Look at the profile in TikTok, then say here whether it is there.'
  return { kind: 'unconfirmed', failure: { ...DEAD_UPLOAD, remedy } }
}

/** No post can come of this upload any more. */
async function newUpload({ ctx, lease, work }: Sent, transfer: OpenTransfer): Promise<Decision> {
  await giveUpTransfer(ctx, lease, work, transfer)
  return { kind: 'retry', failure: DEAD_UPLOAD }
}

/** Null when bytes are missing: with no way to send them, this upload can never end. */
async function whatTikTokHas(sent: Sent, transfer: OpenTransfer): Promise<Decision | null> {
  const { ctx, work } = sent
  const status = await askStatus(ctx, work, transfer.publishId).catch((error: unknown) =>
    judgeFailure(error, ctx.clock.now()),
  )
  if (isDecision(status)) return status.kind === 'fail' ? afterLostUpload(sent, transfer) : status
  if (status.phase === 'failed') return afterFailure(sent, transfer, status)
  const isComplete = (status.uploadedBytes ?? transfer.totalBytes) >= transfer.totalBytes
  return status.phase !== 'processing' || isComplete ? { kind: 'track' } : null
}

export async function afterFailure(
  { ctx, lease, work }: Sent,
  transfer: OpenTransfer,
  status: PublishStatus,
): Promise<Decision> {
  await giveUpTransfer(ctx, lease, work, transfer)
  return judgeFailReason(status.failReason, status.logId, ctx.clock.now())
}
