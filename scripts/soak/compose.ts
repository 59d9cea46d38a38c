import { setTimeout as pause } from 'node:timers/promises'
import { listOf } from '#shared/api/lists.ts'
import { Post } from '#shared/api/posts.ts'
import type { HttpClient } from '../../test/http-client.ts'
import { directTarget, videoPost } from '../../test/person.ts'
import type { PlannedPublication } from './plan.ts'

const AGAIN_MS = 1000
/** An Idempotency-Key whose request never ended says so for ever: the database went away under it. */
const MOST_CONFLICTS = 5

type Parts = { client: HttpClient; accountId: string; mediaId: string; publishAt: string; signal: AbortSignal }

/**
 * `POST /posts` as a careful script does it: with an Idempotency-Key, again until it is answered. Gives the post's id and
 * how often it was asked again. Throws on a refusal.
 */
export async function composePublication(
  planned: PlannedPublication,
  { client, accountId, mediaId, publishAt, signal }: Parts,
): Promise<{ postId: string; repeats: number }> {
  const { caption, mode, privacyLevel } = planned
  const target = mode === 'direct' ? directTarget({ id: accountId }, { privacyLevel }) : { accountId, mode }
  const body = videoPost({ id: mediaId }, [target], { caption, publishAt })
  let key = caption
  let conflicts = 0
  for (let repeats = 0; ; repeats++) {
    const reply = await client
      .send('POST', '/api/v1/posts', body, { 'idempotency-key': key })
      .catch(() => ({ status: 503, body: null }))
    if (reply.status === 201) return { postId: Post.parse(reply.body).id, repeats }
    if (reply.status === 409 && ++conflicts >= MOST_CONFLICTS) {
      const postId = await findByCaption(client, caption)
      if (postId !== null) return { postId, repeats }
      key = `${caption} ${repeats}`
      conflicts = 0
    } else if (reply.status < 500 && reply.status !== 409)
      throw new Error(`POST /posts was answered ${reply.status}: ${JSON.stringify(reply.body)}`)
    await pause(AGAIN_MS, null, { signal })
  }
}

async function findByCaption(client: HttpClient, caption: string): Promise<string | null> {
  const posts = await readPosts(client).catch(() => null)
  return posts?.find((post) => post.caption === caption)?.id ?? null
}

/** Every post of the workspace. */
export async function readPosts(client: HttpClient): Promise<Post[]> {
  const posts: Post[] = []
  for (let cursor: string | null = null; ; ) {
    const query = new URLSearchParams({ limit: '100', ...(cursor !== null && { cursor }) })
    const page: { items: Post[]; nextCursor: string | null } = await client.call(
      listOf(Post),
      'GET',
      `/api/v1/posts?${query}`,
    )
    posts.push(...page.items)
    if (page.nextCursor === null) return posts
    cursor = page.nextCursor
  }
}
