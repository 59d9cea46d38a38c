import type { Context } from '../context.ts'
import type { AccountRow, PostRow, PublicationRow, TransferRow } from '../db/tables.ts'
import { findMediaByIds } from '../media/media-store.ts'
import { mediaIdsOf } from './posts-store.ts'
import { publicationsOf } from './publications-store.ts'
import { currentTransfers } from './transfers-store.ts'

export type PublicationView = {
  publication: PublicationRow
  account: AccountRow
  transfer: TransferRow | null
  totalBytes: number
}
export type PostView = { post: PostRow; mediaIds: string[]; publications: PublicationView[] }

/** Posts with all that a reader sees of them, in a handful of statements however many there are. */
export async function readPosts(ctx: Context, workspaceId: string, posts: PostRow[]): Promise<PostView[]> {
  const ids = posts.map(({ id }) => id)
  const [publications, mediaIds] = await Promise.all([publicationsOf(ctx.db, ids), mediaIdsOf(ctx.db, ids)])
  const views = await readPublications(ctx, workspaceId, publications, mediaIds)
  return posts.map((post) => ({
    post,
    mediaIds: mediaIds.get(post.id) ?? [],
    publications: views.filter(({ publication }) => publication.postId === post.id),
  }))
}

/** One publication with its account and progress. */
export async function readPublication(ctx: Context, publication: PublicationRow): Promise<PublicationView> {
  const mediaIds = await mediaIdsOf(ctx.db, [publication.postId])
  const [view] = await readPublications(ctx, publication.workspaceId, [publication], mediaIds)
  if (!view) throw new Error(`Publication ${publication.id} has lost its account.`)
  return view
}

async function readPublications(
  ctx: Context,
  workspaceId: string,
  publications: PublicationRow[],
  mediaIds: Map<string, string[]>,
): Promise<PublicationView[]> {
  const accountIds = [...new Set(publications.map(({ accountId }) => accountId))]
  const [accounts, transfers, media] = await Promise.all([
    accountIds.length === 0 ? [] : ctx.db.selectFrom('accounts').selectAll().where('id', 'in', accountIds).execute(),
    currentTransfers(
      ctx.db,
      publications.map(({ id }) => id),
    ),
    findMediaByIds(ctx.db, workspaceId, [...new Set([...mediaIds.values()].flat())]),
  ])
  const accountsById = new Map(accounts.map((account) => [account.id, account]))
  const sizes = new Map(media.map(({ id, photo, sizeBytes }) => [id, photo?.sizeBytes ?? sizeBytes]))
  return publications.flatMap((publication) => {
    const account = accountsById.get(publication.accountId)
    const totalBytes = (mediaIds.get(publication.postId) ?? []).reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0)
    return account ? [{ publication, account, transfer: transfers.get(publication.id) ?? null, totalBytes }] : []
  })
}
