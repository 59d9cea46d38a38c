import type { Media } from '#shared/api/media.ts'
import { type ErrorWords, errorWords } from '../../../error-words.ts'
import type { DraftAction } from '../draft-reducer.ts'
import type { PhotoContent } from './content.ts'
import type { MediaLibrary } from './media-library.ts'
import { slideshowWish } from './slideshow-rules.ts'

interface Parts {
  library: MediaLibrary
  dispatch: (action: DraftAction) => void
}

/** What the server makes for a draft: fixed files, and a slideshow of its photos. */
export function createRenderRuns({ library, dispatch }: Parts) {
  const fixes = new Map<string, AbortController>()
  let slideshow: AbortController | null = null

  return {
    async fix(key: string, mediaId: string): Promise<void> {
      const controller = new AbortController()
      fixes.set(key, controller)
      const run = controller.signal
      dispatch({ type: 'fixStarted', key, run })
      const onProgress = (progress: number) => dispatch({ type: 'fixProgressed', key, run, progress })
      try {
        const media = await library.fix(mediaId, { signal: run, onProgress })
        const failure = failureWords(media)
        dispatch(failure ? { type: 'fixFailed', key, run, failure } : { type: 'fixFinished', key, run, media })
      } catch (error) {
        dispatch({ type: 'fixFailed', key, run, failure: errorWords(error) })
      }
    },

    cancelFix(key: string): void {
      fixes.get(key)?.abort()
      fixes.delete(key)
    },

    async makeSlideshow(content: PhotoContent): Promise<void> {
      slideshow = new AbortController()
      const run = slideshow.signal
      dispatch({ type: 'slideshowStarted', run })
      const onProgress = (progress: number) => dispatch({ type: 'slideshowProgressed', run, progress })
      try {
        const media = await library.makeSlideshow(slideshowWish(content), { signal: run, onProgress })
        const failure = failureWords(media)
        dispatch(failure ? { type: 'slideshowFailed', run, failure } : { type: 'slideshowFinished', run, media })
      } catch (error) {
        dispatch({ type: 'slideshowFailed', run, failure: errorWords(error) })
      }
    },

    cancelSlideshow: () => slideshow?.abort(),

    cancelAll(): void {
      slideshow?.abort()
      for (const controller of fixes.values()) controller.abort()
    },
  }
}

/** Why an item could not be made; null when it was. */
function failureWords({ status, failure }: Media): ErrorWords | null {
  if (status !== 'failed') return null
  const { detail = 'No details are known.', remedy = null } = failure ?? {}
  return { title: 'It could not be made', detail, remedy, requestId: null }
}
