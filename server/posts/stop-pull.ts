import { TikTokApiError, TikTokError } from '#tiktok/errors.ts'
import { withAccessToken } from '../accounts/access-token.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { PublicationRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { pollDelayMs } from './poll-delay.ts'
import { updatePublication } from './publications-store.ts'

/** A publication whose media TikTok fetches, or has fetched. */
export type Pull = { publication: PublicationRow; publishId: string; progress: Progress }
type Progress = { sentBytes: number; totalBytes: number }

/**
 * Asks TikTok to stop fetching, and soon afterwards what came of that: the publication is `cancelled` once
 * TikTok says so, and stays as it is until then. Throws `conflict` when TikTok is too far, else what the call throws.
 */
export async function stopPull(ctx: Context, pull: Pull): Promise<void> {
  const { publication, publishId } = pull
  try {
    await withAccessToken(ctx, publication.accountId, (accessToken) =>
      ctx.tiktok.cancelPublish({ accessToken, publishId }),
    )
    await askSoon(ctx, pull, 'TikTok was asked to stop fetching, and agreed.')
  } catch (error) {
    if (error instanceof TikTokApiError && error.code === 'publish_not_cancellable') throw tooLate()
    if (error instanceof TikTokError && error.mayHaveTakenEffect)
      await askSoon(ctx, pull, 'TikTok was asked to stop fetching, and did not answer.')
    throw error
  }
}

export function tooLate(): AppError {
  return new AppError('conflict', 'It is too late to cancel: TikTok may have it already, or it has ended.', {
    remedy: 'Delete the post in the TikTok app if it is not wanted.',
  })
}

async function askSoon(ctx: Context, { publication, progress }: Pull, message: string): Promise<void> {
  const now = ctx.clock.now()
  const { status } = publication
  await ctx.db.transaction().execute(async (tx) => {
    // One that is still in a worker's hands is asked about soon anyway.
    if (status !== 'publishing')
      await updatePublication(tx, publication, { nextStepAt: after(now, pollDelayMs(0)), updatedAt: now })
    await recordEvent(tx, { publication, at: now, kind: 'cancel-asked', status, message, progress })
  })
}
