import { type QueryClient, QueryObserver } from '@tanstack/react-query'
import type { Media } from '#shared/api/media.ts'
import { ApiError } from '../../api.ts'
import { deleteMedia, mediaQuery } from './queries.ts'

export interface RenderRun {
  signal: AbortSignal
  /** From 0 to 1. */
  onProgress: (progress: number) => void
}

/**
 * Has the server make an item, and answers when it is ready, or has failed. Follows it by the live events of the workspace. Aborting
 * deletes the item, which ends the making of it.
 */
export async function render(client: QueryClient, begin: () => Promise<Media>, run: RenderRun): Promise<Media> {
  const { id } = await begin()
  const { promise, resolve, reject } = Promise.withResolvers<Media>()
  const discard = () => {
    // An item that cannot be deleted stays in the library, where it can be seen.
    deleteMedia(id).catch(() => {})
    reject(run.signal.reason)
  }
  if (run.signal.aborted) discard()
  run.signal.addEventListener('abort', discard, { once: true })

  const observer = new QueryObserver(client, { ...mediaQuery(id), staleTime: 0 })
  const unsubscribe = observer.subscribe(({ data, error }) => {
    // Deleted elsewhere. Any other failure to ask passes: the next event asks again.
    if (error instanceof ApiError && error.status === 404) reject(error)
    else if (data && data.status !== 'rendering') resolve(data)
    else run.onProgress(data?.progress ?? 0)
  })
  try {
    return await promise
  } finally {
    unsubscribe()
    run.signal.removeEventListener('abort', discard)
  }
}
