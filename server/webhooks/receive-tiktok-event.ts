import { createHash } from 'node:crypto'
import { TikTokAnswerError } from '#tiktok/errors.ts'
import { parseWebhookEvent } from '#tiktok/webhook-event.ts'
import { verifyWebhook } from '#tiktok/webhook-signature.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors.ts'
import { insertDelivery } from './deliveries-store.ts'

/** TikTok repeats a delivery for 72 hours (docs page "webhooks-overview"); an hour more for clocks that differ. */
const TOLERANCE_S = 73 * 60 * 60

/**
 * Takes a webhook in: checks the signature over the raw body, keeps it once, leaves the work to a job.
 * Throws AppError when the signature is wrong (401) or the body is no event (400).
 */
export async function receiveTikTokEvent(
  ctx: Context,
  { header, rawBody }: { header: string | undefined; rawBody: Buffer },
): Promise<void> {
  const now = ctx.clock.now()
  const clientSecret = ctx.secrets.tiktokClientSecret.reveal()
  if (!verifyWebhook({ clientSecret, header, rawBody, now, toleranceS: TOLERANCE_S }))
    throw new AppError('not_signed_in', 'The TikTok-Signature header does not fit the body.', {
      remedy: 'Check TIKTOK_CLIENT_SECRET.',
    })
  const clientKey = clientKeyOf(rawBody)
  if (clientKey !== ctx.config.tiktok.clientKey) {
    ctx.log.warn('A TikTok webhook for another app was ignored')
    return
  }
  const bodyHash = createHash('sha256').update(rawBody).digest('hex')
  await ctx.db.transaction().execute(async (tx) => {
    const isNew = await insertDelivery(tx, {
      bodyHash,
      body: JSON.stringify({ text: rawBody.toString('utf8') }),
      receivedAt: now,
    })
    if (isNew) await ctx.jobs.add(tx, 'apply-tiktok-event', { bodyHash })
  })
}

function clientKeyOf(rawBody: Buffer): string {
  try {
    return parseWebhookEvent(rawBody).clientKey
  } catch (error) {
    if (!(error instanceof TikTokAnswerError)) throw error
    throw new AppError('malformed_request', 'The body is not an event of TikTok.', { cause: error })
  }
}
