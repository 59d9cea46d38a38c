import { listAccountsByIds } from '../accounts/accounts-store.ts'
import type { DbOrTx } from '../db/db.ts'
import type { AccountRow, MediaRow, PostRow, PublicationRow, TransferRow } from '../db/tables.ts'
import { mediaOfPosts } from '../media/media-store.ts'
import { listPostsByIds } from './posts-store.ts'
import { currentTransfers } from './transfers-store.ts'

/**
 * A publication with everything its steps look at. Whoever holds the lease keeps `publication` and `transfer` as it
 * writes them: nobody else changes them meanwhile.
 */
export type Work = {
  publication: PublicationRow
  post: PostRow
  account: AccountRow
  media: MediaRow[]
  transfer: TransferRow | null
}

/** Reads what belongs to these publications, in a handful of statements however many they are. */
export async function loadWorks(tx: DbOrTx, publications: PublicationRow[]): Promise<Work[]> {
  if (publications.length === 0) return []
  // One after another: a transaction has one connection, and pg no longer takes a query while another one runs on it.
  const postIds = [...new Set(publications.map(({ postId }) => postId))]
  const posts = byId(await listPostsByIds(tx, postIds))
  const accounts = byId(await listAccountsByIds(tx, [...new Set(publications.map(({ accountId }) => accountId))]))
  const media = await mediaOfPosts(tx, postIds)
  const transfers = await currentTransfers(
    tx,
    publications.map(({ id }) => id),
  )
  return publications.flatMap((publication) => {
    const post = posts.get(publication.postId)
    const account = accounts.get(publication.accountId)
    // Deleted at this very moment: its publications went with it.
    if (!post || !account) return []
    const transfer = transfers.get(publication.id) ?? null
    return [{ publication, post, account, media: media.get(post.id) ?? [], transfer }]
  })
}

/** The same for one. Throws when its post is gone. */
export async function loadWork(tx: DbOrTx, publication: PublicationRow): Promise<Work> {
  const [work] = await loadWorks(tx, [publication])
  if (!work) throw new Error(`Publication ${publication.id} has lost its post.`)
  return work
}

/** The one video of a video post. Composing refuses anything else. */
export function videoOf(work: Work): MediaRow {
  const [video] = work.media
  if (!video) throw new Error(`Post ${work.post.id} has no media.`)
  return video
}

function byId<Row extends { id: string }>(rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]))
}
