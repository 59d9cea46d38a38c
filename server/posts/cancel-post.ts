import { getAccount } from '../accounts/accounts-store.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { AppError, notFound } from '../errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { findPost } from './posts-store.ts'
import { findPublication, lockPublication, movePublication, publicationsOf } from './publications-store.ts'
import { abandonTransfer } from './start-transfer.ts'
import { currentTransfers } from './transfers-store.ts'

/** Cancels every publication of the post that can still be cancelled. */
export async function cancelPost(ctx: Context, workspaceId: string, postId: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    if (!(await findPost(tx, workspaceId, postId))) throw notFound('post')
    let count = 0
    for (const { id } of await publicationsOf(tx, [postId]))
      if (await cancelOne(ctx, tx, await lockPublication(tx, id))) count++
    if (count === 0) throw tooLate()
  })
}

/** Cancels one publication, as long as no post can exist yet. */
export async function cancelPublication(ctx: Context, workspaceId: string, id: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const publication = await findPublication(tx, workspaceId, id)
    if (!publication) throw notFound('publication')
    if (!(await cancelOne(ctx, tx, await lockPublication(tx, id)))) throw tooLate()
  })
}

/**
 * False when it is too late: the last byte may be on its way. The worker of an upload that is cancelled finds its
 * lease gone at the next chunk, and an upload without its last byte is inert.
 */
async function cancelOne(ctx: Context, tx: Tx, publication: PublicationRow): Promise<boolean> {
  const { id, status } = publication
  if (status !== 'draft' && status !== 'scheduled' && status !== 'held' && status !== 'publishing') return false
  const transfer = (await currentTransfers(tx, [id])).get(id) ?? null
  if (transfer?.lastChunkAt) return false
  const now = ctx.clock.now()
  const moved = await movePublication(
    tx,
    { id, from: status, to: 'cancelled' },
    { nextStepAt: null, leaseId: null, leaseUntil: null, finishedAt: now, updatedAt: now },
  )
  if (!moved) return false
  await abandonTransfer(ctx, tx, { publication, account: await getAccount(tx, publication.accountId) }, transfer)
  await recordEvent(tx, { publication, at: now, kind: 'cancelled', status: 'cancelled', message: 'Cancelled.' })
  return true
}

function tooLate(): AppError {
  return new AppError('conflict', 'It is too late to cancel: TikTok may have it already, or it has ended.', {
    remedy: 'Delete the post in the TikTok app if it is not wanted.',
  })
}
