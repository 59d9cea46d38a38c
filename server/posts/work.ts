import { getAccount } from '../accounts/accounts-store.ts'
import { after } from '../clock.ts'
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
  // One after another: a transaction has one connection, and pg no longer takes a query while another one runs on it.
  const { id, postId, accountId } = publication
  const post = await tx.selectFrom('posts').selectAll().where('id', '=', postId).executeTakeFirstOrThrow()
  const account = await getAccount(tx, accountId)
  const media = await mediaOfPost(tx, postId)
  const transfers = await currentTransfers(tx, [id])
  return { publication, post, account, media, transfer: transfers.get(id) ?? null }
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

/** A job that comes before its step is due by no more than this came by another clock. */
const EARLY_MS = 2000

/** When to try again a step that a job came for too early; null when it is due, or its own job is yet to come. */
export function earlyStepAt(nextStepAt: Date | null, now: Date): Date | null {
  if (!nextStepAt) return null
  const earlyMs = nextStepAt.getTime() - now.getTime()
  return earlyMs > 0 && earlyMs <= EARLY_MS ? after(nextStepAt, earlyMs) : null
}
