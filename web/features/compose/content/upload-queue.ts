import type { Media, MediaKind } from '#shared/api/media.ts'
import { type ErrorWords, errorWords } from '../../../error-words.ts'
import type { MediaLibrary } from './media-library.ts'
import type { PieceAction } from './piece-reducer.ts'

/** As many as keep a line busy; more would only make each of them slower. */
const SIDE_BY_SIDE = 3

interface Upload {
  key: string
  file: File
  kind: MediaKind
}

interface Parts {
  upload: MediaLibrary['upload']
  dispatch: (action: PieceAction) => void
}

/** Uploads files in their order, a few side by side, and tells how each of them stands. */
export function createUploadQueue({ upload, dispatch }: Parts) {
  const waiting: Upload[] = []
  const running = new Map<string, AbortController>()

  const startNext = () => {
    while (running.size < SIDE_BY_SIDE) {
      const next = waiting.shift()
      if (!next) return
      void send(next)
    }
  }

  const send = async ({ key, file, kind }: Upload) => {
    const controller = new AbortController()
    running.set(key, controller)
    const run = controller.signal
    dispatch({ type: 'uploadStarted', key, run })
    const onProgress = (sentBytes: number) => dispatch({ type: 'uploadProgressed', key, run, sentBytes })
    try {
      const media = await upload(file, { signal: run, onProgress })
      dispatch(
        media.kind === kind
          ? { type: 'uploadFinished', key, run, media }
          : { type: 'uploadFailed', key, run, failure: otherKindWords(media, kind) },
      )
    } catch (error) {
      dispatch({ type: 'uploadFailed', key, run, failure: errorWords(error) })
    } finally {
      running.delete(key)
      startNext()
    }
  }

  return {
    add(next: Upload): void {
      waiting.push(next)
      startNext()
    },

    cancel(key: string): void {
      running.get(key)?.abort()
      const index = waiting.findIndex((upload) => upload.key === key)
      if (index >= 0) waiting.splice(index, 1)
    },
  }
}

const kindWords: Record<MediaKind, string> = { video: 'a video', image: 'a photo', audio: 'a sound' }

function otherKindWords({ fileName, kind }: Media, wanted: MediaKind): ErrorWords {
  const detail = `${fileName} is ${kindWords[kind]} inside, not ${kindWords[wanted]}.`
  return { title: 'This cannot be used here', detail, remedy: 'Choose another file.', requestId: null }
}
