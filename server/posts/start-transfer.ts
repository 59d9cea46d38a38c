import type { Failure } from '#shared/api/posts.ts'
import { alternativePlan, planChunks } from '#tiktok/chunk-plan.ts'
import type { InitAnswer } from '#tiktok/client.ts'
import { TikTokApiError, type TikTokError } from '#tiktok/errors.ts'
import { withAccessToken } from '../accounts/access-token.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { TransferRow } from '../db/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { uploadRoute } from '../limits/call-route.ts'
import { releaseRoom, reserveRoom } from '../limits/reserve-room.ts'
import { initWindow } from '../limits/tiktok-windows.ts'
import { Secret } from '../vault/secret.ts'
import { callInit } from './call-init.ts'
import { capsOf } from './caps.ts'
import type { Decision } from './decision.ts'
import type { OpenTransfer } from './failed-chunk.ts'
import { judgeFailure } from './judge-failure.ts'
import type { Lease } from './lease.ts'
import { insertTransfer, updateTransfer } from './transfers-store.ts'
import { videoOf, type Work } from './work.ts'

/** An upload URL is good for one hour (content-posting-api-media-transfer-guide). */
const UPLOAD_URL_LIFETIME_MS = 60 * 60 * 1000

/**
 * Room, then the intent in the database, then TikTok's init, then its answer in the database. With a file an init that
 * came to nothing is inert, so it may be repeated until the last byte was sent.
 */
export async function startTransfer(
  ctx: Context,
  lease: Lease,
  work: Work,
  plan = planChunks(videoOf(work).sizeBytes),
): Promise<OpenTransfer | Decision> {
  const { sizeBytes, chunkBytes, chunkCount } = plan
  const sending = { source: 'file', totalBytes: sizeBytes, chunkBytes, chunkCount, lastChunkAt: null } as const
  const intended = await intendTransfer(ctx, lease, work, sending)
  if ('kind' in intended) return intended
  try {
    const source = { kind: 'file', ...plan } as const
    const answer = await withAccessToken(ctx, work.account.id, (accessToken) =>
      callInit(ctx, work, { source, accessToken }),
    )
    return await saveAnswer(ctx, lease, work, intended, answer)
  } catch (error) {
    const decision = judgeFailure(error, ctx.clock.now())
    await giveUpTransfer(ctx, lease, work, intended)
    const other = isPlanRefused(error) ? alternativePlan(plan.sizeBytes) : null
    return other && other.chunkBytes !== plan.chunkBytes ? startTransfer(ctx, lease, work, other) : decision
  }
}

type Intent = Pick<TransferRow, 'source' | 'totalBytes' | 'chunkBytes' | 'chunkCount' | 'lastChunkAt'>

/** One transaction: places in TikTok's windows, and the row that says an init is about to go out. */
export async function intendTransfer(
  ctx: Context,
  lease: Lease,
  work: Work,
  intent: Intent,
): Promise<TransferRow | Decision> {
  const now = ctx.clock.now()
  const intended = await ctx.db.transaction().execute(async (tx): Promise<TransferRow | Decision> => {
    await lease.hold(tx)
    const full = await reserveAll(ctx, tx, work, now)
    if (full) return { kind: 'wait', ...full }
    return insertTransfer(tx, {
      ...intent,
      publicationId: work.publication.id,
      state: 'intended',
      intendedAt: now,
      publishId: null,
      sealedUploadUrl: null,
      uploadExpiresAt: null,
    })
  })
  if (!('kind' in intended)) work.transfer = intended
  return intended
}

async function reserveAll(
  ctx: Context,
  tx: Tx,
  work: Work,
  now: Date,
): Promise<{ until: Date; failure: Failure } | null> {
  const { openId } = work.account
  for (const { window, member, code, detail, endsAt } of capsOf(ctx, work)) {
    const freeAt = await reserveRoom(tx, window, now, member)
    const until = freeAt && endsAt && endsAt < freeAt ? endsAt : freeAt
    if (until) return { until, failure: { code, detail, remedy: 'It moves to the first free time by itself.' } }
  }
  const until = await reserveRoom(tx, initWindow(openId), now)
  return (
    until && {
      until,
      failure: {
        code: 'init_window',
        detail: 'TikTok takes 6 new posts a minute from one account.',
        remedy: 'It goes on by itself.',
      },
    }
  )
}

async function saveAnswer(
  ctx: Context,
  lease: Lease,
  work: Work,
  transfer: TransferRow,
  answer: InitAnswer,
): Promise<OpenTransfer> {
  const { uploadUrl, publishId, logId } = answer
  if (!uploadUrl) throw new Error('An init of a file came back without an upload URL.')
  const sealedUploadUrl = await ctx.vault.seal(new Secret(uploadUrl), { ownerId: transfer.id, field: 'upload-url' })
  const goesOutNext = transfer.chunkCount === 1 && ctx.breakers.isPassable(uploadRoute(work.account.id, uploadUrl))
  const opened = {
    state: 'open' as const,
    publishId,
    sealedUploadUrl,
    uploadExpiresAt: after(transfer.intendedAt, UPLOAD_URL_LIFETIME_MS),
    // Its only chunk goes out next: "the last chunk is going out" is saved along.
    lastChunkAt: goesOutNext ? ctx.clock.now() : null,
  }
  await ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    await updateTransfer(tx, transfer.id, opened)
    await recordEvent(tx, {
      publication: work.publication,
      at: ctx.clock.now(),
      kind: 'init',
      status: 'publishing',
      message: `TikTok takes the video in ${transfer.chunkCount === 1 ? 'one piece' : `${transfer.chunkCount} chunks`}.`,
      logId,
      progress: { sentBytes: 0, totalBytes: transfer.totalBytes },
    })
  })
  const open = { ...transfer, ...opened }
  work.transfer = open
  return open
}

/** No post can come of this transfer: it is abandoned, and its places in the caps are free again. */
export async function giveUpTransfer(ctx: Context, lease: Lease, work: Work, transfer: TransferRow): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    await abandonTransfer(ctx, tx, work, transfer)
  })
  work.transfer = null
}

/** The same, in a transaction that keeps every worker out. */
export async function abandonTransfer(
  ctx: Context,
  tx: Tx,
  work: Pick<Work, 'publication' | 'account'>,
  transfer: TransferRow | null,
): Promise<void> {
  if (transfer) await updateTransfer(tx, transfer.id, { state: 'abandoned', sealedUploadUrl: null })
  for (const { window, member } of capsOf(ctx, work))
    if (member === work.publication.id) await releaseRoom(tx, window, member)
}

/** TikTok says "chunk size is invalid" or "total chunk count is invalid" with this code alone. */
function isPlanRefused(error: unknown): error is TikTokError {
  return error instanceof TikTokApiError && (error.code === 'invalid_params' || error.code === 'invalid_param')
}
