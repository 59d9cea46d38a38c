import type { Failure } from '#shared/api/posts.ts'
import type { PublishStatus } from '#tiktok/client.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { recordEvent } from '../events/record-event.ts'
import { movePublication } from './publications-store.ts'
import { hasTriesLeft } from './retry-ladder.ts'
import { abandonTransfer } from './start-transfer.ts'
import type { Work } from './work.ts'

/** For the last request that TikTok took while the upload URL was still good. */
const LAST_REQUEST_MS = 60 * 60 * 1000

/**
 * True when it was not certain that TikTok has every byte, and TikTok says that it has not: no post exists, and none can
 * before the rest of this very upload is sent.
 */
export function lacksBytes({ publication, transfer }: Work, { status, uploadedBytes }: PublishStatus): boolean {
  const isOpen = transfer?.source === 'file' && transfer.state === 'open'
  if (publication.status !== 'unconfirmed' || !isOpen || status !== 'PROCESSING_UPLOAD') return false
  return uploadedBytes !== null && uploadedBytes < transfer.totalBytes
}

/**
 * Goes on with an unconfirmed upload of which bytes are missing, as long as tries are left; fails it once its upload URL
 * takes no more. False: neither yet.
 */
export async function dealWithMissingBytes(ctx: Context, work: Work, answer: PublishStatus): Promise<boolean> {
  const { publication, transfer } = work
  const isOver = transfer?.uploadExpiresAt && after(transfer.uploadExpiresAt, LAST_REQUEST_MS) <= ctx.clock.now()
  if (isOver) await failUpload(ctx, work, answer)
  else if (hasTriesLeft(publication.stepFailures)) await resumeUpload(ctx, work)
  else return false
  return true
}

/** Unconfirmed → publishing: the same upload goes on, under the same publish id, which makes one post at most. */
async function resumeUpload(ctx: Context, { publication, transfer }: Work): Promise<void> {
  const now = ctx.clock.now()
  await ctx.db.transaction().execute(async (tx) => {
    const moved = await movePublication(
      tx,
      { id: publication.id, from: 'unconfirmed', to: 'publishing' },
      { nextStepAt: now, processingSince: null, failure: null, updatedAt: now },
    )
    if (!moved) return
    await recordEvent(tx, {
      publication,
      at: now,
      kind: 'incomplete',
      status: 'publishing',
      message: 'TikTok does not have every byte, so it cannot be live; the upload goes on.',
      progress: { sentBytes: transfer?.sentBytes ?? 0, totalBytes: transfer?.totalBytes ?? 0 },
    })
  })
}

/** Unconfirmed → failed. It went out in doubt and is not sent again by itself, but a person may retry it. */
async function failUpload(
  ctx: Context,
  { publication, account, transfer }: Work,
  { uploadedBytes, logId }: PublishStatus,
): Promise<void> {
  const now = ctx.clock.now()
  const failure: Failure = {
    code: 'upload_incomplete',
    detail: `TikTok has ${uploadedBytes} of ${transfer?.totalBytes} bytes and takes no more of them, so no post came of it.`,
    remedy: 'Retry it: nothing is sent twice.',
    logId,
  }
  await ctx.db.transaction().execute(async (tx) => {
    const change = { nextStepAt: null, finishedAt: now, failure: JSON.stringify(failure), updatedAt: now }
    if (!(await movePublication(tx, { id: publication.id, from: 'unconfirmed', to: 'failed' }, change))) return
    await abandonTransfer(ctx, tx, { publication, account }, transfer)
    await recordEvent(tx, {
      publication,
      at: now,
      kind: 'failed',
      status: 'failed',
      message: `${failure.detail} ${failure.remedy}`,
      code: failure.code,
      logId,
    })
  })
}
