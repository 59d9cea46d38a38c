import { Post } from '#shared/api/posts.ts'
import type { HttpClient } from './http-client.ts'

/**
 * Waits until the post is as it should be: reads it once, then again at each event of the workspace's stream, as the
 * browser does. `signal` bounds the wait.
 */
export async function untilPost(
  client: HttpClient & { streamEvents(signal: AbortSignal): AsyncIterable<string> },
  id: string,
  isDone: (post: Post) => boolean,
  signal = AbortSignal.timeout(60_000),
): Promise<Post> {
  const read = () => client.call(Post, 'GET', `/api/v1/posts/${id}`)
  for await (const _event of client.streamEvents(signal)) {
    const post = await read()
    if (isDone(post)) return post
  }
  throw new Error(`The stream of events ended before post ${id} was done.`)
}
