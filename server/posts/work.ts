import { getAccount } from '../accounts/accounts-store.ts'
import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import type { AccountRow, MediaRow, PostRow, PublicationRow, TransferRow } from '../db/tables.ts'
import { mediaOfPost } from '../media/media-store.ts'
import { currentTransfers } from './transfers-store.ts'

/** A publication with everything its steps look at. */
export type Work = {
  publication: PublicationRow
  post: PostRow
  account: AccountRow
  media: MediaRow[]
  transfer: TransferRow | null
}

/** Reads it all again: a step never trusts what an earlier one saw. */
export async function loadWork(tx: DbOrTx, publication: PublicationRow): Promise<Work> {
  const [post, account, media, transfers] = await Promise.all([
    tx.selectFrom('posts').selectAll().where('id', '=', publication.postId).executeTakeFirstOrThrow(),
    getAccount(tx, publication.accountId),
    mediaOfPost(tx, publication.postId),
    currentTransfers(tx, [publication.id]),
  ])
  return { publication, post, account, media, transfer: transfers.get(publication.id) ?? null }
}

/** The one video of a video post. Composing refuses anything else. */
export function videoOf(work: Work): MediaRow {
  const [video] = work.media
  if (!video) throw new Error(`Post ${work.post.id} has no media.`)
  return video
}

/** Asks for a step of this publication at `runAt`, on the transaction of what makes it necessary. */
export async function addStep(
  ctx: Context,
  tx: DbOrTx,
  task: 'publish-post' | 'track-post',
  { publicationId, runAt }: { publicationId: string; runAt: Date },
): Promise<void> {
  await ctx.jobs.add(tx, task, { publicationId }, { runAt })
}
