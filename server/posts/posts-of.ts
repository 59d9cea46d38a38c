import { postUrl } from '#tiktok/post-url.ts'
import type { Context } from '../context.ts'
import type { Work } from './work.ts'

/** What a publication keeps of its posts: their ids, and the page of the first. */
export function postsOf(ctx: Context, { account, post }: Pick<Work, 'account' | 'post'>, postIds: string[]) {
  const [postId] = postIds
  const webUrl = new URL(ctx.config.tiktok.authorizeUrl).origin
  const url =
    postId && account.username ? postUrl({ webUrl, username: account.username, postId, type: post.type }) : null
  return { postIds, url }
}
