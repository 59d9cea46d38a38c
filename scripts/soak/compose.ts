import { setTimeout as pause } from 'node:timers/promises'
import { listOf } from '#shared/api/lists.ts'
import { Post } from '#shared/api/posts.ts'
import { Problem } from '#shared/api/problem.ts'
import type { HttpClient } from '../../test/http-client.ts'
import { directTarget, videoPost } from '../../test/person.ts'
import type { PlannedPublication } from './plan.ts'

const AGAIN_MS = 1000

type Parts = { client: HttpClient; accountId: string; mediaId: string; publishAt: string; signal: AbortSignal }

/**
 * `POST /posts` as a careful script does it: with an Idempotency-Key, again until it is answered. When its time has passed
 * by then, which says that there is no post yet, it is to be published now. Gives the post's id and how often it was asked
 * again. Throws on a refusal.
 */
export async function composePublication(
  planned: PlannedPublication,
  { client, accountId, mediaId, publishAt, signal }: Parts,
): Promise<{ postId: string; repeats: number }> {
  const { caption, mode, privacyLevel } = planned
  const target = mode === 'direct' ? directTarget({ id: accountId }, { privacyLevel }) : { accountId, mode }
  let request = { key: caption, body: videoPost({ id: mediaId }, [target], { caption, publishAt }) }
  for (let repeats = 0; ; repeats++) {
    const reply = await client
      .send('POST', '/api/v1/posts', request.body, { 'idempotency-key': request.key })
      .catch(() => ({ status: 503, body: null }))
    if (reply.status === 201) return { postId: Post.parse(reply.body).id, repeats }
    const refusal = reply.status < 500 ? Problem.parse(reply.body) : null
    if (refusal?.code === 'invalid_input' && refusal.errors?.every(({ path }) => path === 'publishAt'))
      request = { key: `${caption} now`, body: { ...request.body, publishAt: 'now' } }
    else if (refusal && refusal.code !== 'idempotency_conflict')
      throw new Error(`POST /posts was answered ${reply.status}: ${JSON.stringify(reply.body)}`)
    await pause(AGAIN_MS, null, { signal })
  }
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
