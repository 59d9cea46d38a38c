import type { PublishStatus } from '#tiktok/client.ts'
import type { Context } from '../context.ts'
import { recordEvent } from '../events/record-event.ts'
import { movePublication } from './publications-store.ts'
import type { Work } from './work.ts'

/**
 * True when it was not certain that TikTok has every byte, and TikTok says that it has not: no post exists, and none can
 * before the rest of this very upload is sent.
 */
export function lacksBytes({ publication, transfer }: Work, { status, uploadedBytes }: PublishStatus): boolean {
  const isOpen = transfer?.source === 'file' && transfer.state === 'open'
  if (publication.status !== 'unconfirmed' || !isOpen || status !== 'PROCESSING_UPLOAD') return false
  return uploadedBytes !== null && uploadedBytes < transfer.totalBytes
}

/** Unconfirmed → publishing: the same upload goes on, under the same publish id, which makes one post at most. */
export async function resumeUpload(ctx: Context, { publication, transfer }: Work): Promise<void> {
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
