import { canMove } from '#shared/publication-status.ts'
import { getAccount } from '../accounts/accounts-store.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { notFound } from '../errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { findPost } from './posts-store.ts'
import { findPublication, lockPublication, movePublication, publicationsOf } from './publications-store.ts'
import { abandonTransfer } from './start-transfer.ts'
import { type Pull, stopPull, tooLate } from './stop-pull.ts'
import { currentTransfers } from './transfers-store.ts'

/**
 * Cancels every publication of the post that can still be cancelled. Throws `conflict` when there is none, and what
 * TikTok says when it alone could cancel and does not.
 */
export async function cancelPost(ctx: Context, workspaceId: string, postId: string): Promise<void> {
  const attempts = await ctx.db.transaction().execute(async (tx) => {
    if (!(await findPost(tx, workspaceId, postId))) throw notFound('post')
    const outcomes: Outcome[] = []
    for (const { id } of await publicationsOf(tx, [postId]))
      outcomes.push(await cancelOne(ctx, tx, await lockPublication(tx, id)))
    return outcomes
  })
  const pulls = attempts.flatMap((attempt) => (typeof attempt === 'object' ? [attempt] : []))
  const stops = await Promise.allSettled(pulls.map((pull) => stopPull(ctx, pull)))
  if (attempts.includes('cancelled') || stops.some(({ status }) => status === 'fulfilled')) return
  throw stops.find((stop) => stop.status === 'rejected')?.reason ?? tooLate()
}

/** Cancels one publication, as long as no post can exist yet; of a download that TikTok still runs, TikTok is asked. */
export async function cancelPublication(ctx: Context, workspaceId: string, id: string): Promise<void> {
  const outcome = await ctx.db.transaction().execute(async (tx) => {
    const publication = await findPublication(tx, workspaceId, id)
    if (!publication) throw notFound('publication')
    return cancelOne(ctx, tx, await lockPublication(tx, id))
  })
  if (outcome === 'too-late') throw tooLate()
  if (outcome !== 'cancelled') await stopPull(ctx, outcome)
}

type Outcome = 'cancelled' | 'too-late' | Pull

/**
 * Too late when the last byte may be on its way. The worker of an upload that is cancelled finds its lease gone at the
 * next chunk, and an upload without its last byte is inert. A download of TikTok's only TikTok can stop.
 */
async function cancelOne(ctx: Context, tx: Tx, publication: PublicationRow): Promise<Outcome> {
  const { id, status } = publication
  const transfer = (await currentTransfers(tx, [id])).get(id) ?? null
  if (transfer?.source === 'url' && transfer.publishId !== null && canMove(status, 'cancelled')) {
    const { publishId, sentBytes, totalBytes } = transfer
    return { publication, publishId, progress: { sentBytes, totalBytes } }
  }
  if (status !== 'draft' && status !== 'scheduled' && status !== 'held' && status !== 'publishing') return 'too-late'
  if (transfer?.lastChunkAt) return 'too-late'
  const now = ctx.clock.now()
  const moved = await movePublication(
    tx,
    { id, from: status, to: 'cancelled' },
    { nextStepAt: null, leaseId: null, leaseUntil: null, finishedAt: now, updatedAt: now },
  )
  if (!moved) return 'too-late'
  await abandonTransfer(ctx, tx, { publication, account: await getAccount(tx, publication.accountId) }, transfer)
  await recordEvent(tx, { publication, at: now, kind: 'cancelled', status: 'cancelled', message: 'Cancelled.' })
  return 'cancelled'
}
