import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { deleteDeliveries } from './deliveries-store.ts'

/** TikTok repeats a delivery for 72 hours (docs page "webhooks-overview"); after a week nobody asks for it any more. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000

/** Forgets webhooks that cannot come again. */
export async function forgetDeliveries(ctx: Context): Promise<void> {
  await deleteDeliveries(ctx.db, after(ctx.clock.now(), -KEPT_MS))
}
