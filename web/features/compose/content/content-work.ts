import type { MediaKind } from '#shared/api/media.ts'
import type { DraftAction } from '../draft-reducer.ts'
import { type ChosenFiles, sortChosenFiles } from './chosen-files.ts'
import type { Content, PhotoContent } from './content.ts'
import type { MediaLibrary } from './media-library.ts'
import type { Piece } from './piece.ts'
import { createRenderRuns } from './render-runs.ts'
import { createUploadQueue } from './upload-queue.ts'

interface Parts {
  library: MediaLibrary
  dispatch: (action: DraftAction) => void
}

/** What was chosen in this browser. */
interface Local {
  file: File
  kind: MediaKind
  previewUrl: string
}

export type ContentWork = ReturnType<typeof createContentWork>

/** All that runs for the files of a draft. What comes of it is told to the draft by actions. */
export function createContentWork({ library, dispatch }: Parts) {
  const uploads = createUploadQueue({ upload: library.upload, dispatch })
  const renders = createRenderRuns({ library, dispatch })
  const locals = new Map<string, Local>()
  let count = 0

  const keep = (file: File, kind: MediaKind): Piece => {
    count += 1
    const key = `file-${count}`
    const previewUrl = URL.createObjectURL(file)
    locals.set(key, { file, kind, previewUrl })
    return { key, fileName: file.name, sizeBytes: file.size, previewUrl, durationMs: null, step: 'waiting' }
  }
  const send = (pieces: readonly Piece[]) => {
    for (const { key } of pieces) {
      const local = locals.get(key)
      if (local) uploads.add({ key, file: local.file, kind: local.kind })
    }
  }
  const take = (chosen: ChosenFiles) => {
    switch (chosen.kind) {
      case 'refused':
        return dispatch({ type: 'filesRefused', refusal: chosen.refusal })
      case 'video': {
        const piece = keep(chosen.file, 'video')
        dispatch({ type: 'videoChosen', piece })
        return send([piece])
      }
      case 'photos': {
        const pieces = chosen.files.map((file) => keep(file, 'image'))
        dispatch({ type: 'photosAdded', pieces })
        return send(pieces)
      }
    }
  }
  const forget = (key: string) => {
    uploads.cancel(key)
    renders.cancelFix(key)
    URL.revokeObjectURL(locals.get(key)?.previewUrl ?? '')
    locals.delete(key)
  }

  return {
    choose(files: readonly File[], content: Content): void {
      const chosen = files.length > 0 && sortChosenFiles(files, content)
      if (chosen) take(chosen)
    },

    retry(piece: Piece): void {
      dispatch({ type: 'uploadRetried', key: piece.key })
      send([piece])
    },

    removeVideo(key: string): void {
      forget(key)
      dispatch({ type: 'videoRemoved' })
    },

    removePhotos(keys: readonly string[]): void {
      for (const key of keys) forget(key)
      dispatch({ type: 'photosRemoved', keys })
    },

    chooseSound(file: File): void {
      const piece = keep(file, 'audio')
      dispatch({ type: 'soundChosen', piece })
      send([piece])
    },

    removeSound(key: string): void {
      forget(key)
      dispatch({ type: 'soundRemoved' })
    },

    fix(pieces: readonly Piece[]): void {
      for (const piece of pieces) if (piece.step === 'ready') void renders.fix(piece.key, piece.media.id)
    },

    cancelFix(key: string): void {
      renders.cancelFix(key)
      dispatch({ type: 'fixCancelled', key })
    },

    makeSlideshow(content: PhotoContent): void {
      void renders.makeSlideshow(content)
    },

    cancelSlideshow(): void {
      renders.cancelSlideshow()
      dispatch({ type: 'slideshowCancelled' })
    },

    /** The page is left: what still runs is of no use to anybody. */
    stop(): void {
      renders.cancelAll()
      for (const key of locals.keys()) forget(key)
    },
  }
}
