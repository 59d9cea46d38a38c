import { Media } from '#shared/api/media.ts'
import { Post } from '#shared/api/posts.ts'
import type { HttpClient } from './http-client.ts'

type Watcher = HttpClient & { streamEvents(signal: AbortSignal): AsyncIterable<string> }

/**
 * Waits until the post is as it should be: reads it once, then again at each event of the workspace's stream, as the
 * browser does. `signal` bounds the wait.
 */
export async function untilPost(
  client: Watcher,
  id: string,
  isDone: (post: Post) => boolean,
  signal = AbortSignal.timeout(60_000),
): Promise<Post> {
  return until(client, () => client.call(Post, 'GET', `/api/v1/posts/${id}`), isDone, signal)
}

/** The same for a media item. */
export async function untilMedia(
  client: Watcher,
  id: string,
  isDone: (media: Media) => boolean,
  signal = AbortSignal.timeout(60_000),
): Promise<Media> {
  return until(client, () => client.call(Media, 'GET', `/api/v1/media/${id}`), isDone, signal)
}

async function until<T>(
  client: Watcher,
  read: () => Promise<T>,
  isDone: (item: T) => boolean,
  signal: AbortSignal,
): Promise<T> {
  for await (const _event of client.streamEvents(signal)) {
    const item = await read()
    if (isDone(item)) return item
  }
  throw new Error('The stream of events ended before it was done.')
}
