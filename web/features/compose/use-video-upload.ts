import { type Dispatch, useEffect, useEffectEvent, useRef } from 'react'
import type { Media } from '#shared/api/media.ts'
import { VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import { errorWords } from '../../error-words.ts'
import { formatSize } from '../../ui/format-amount.ts'
import type { DraftAction } from './draft-reducer.ts'

export type UploadVideo = (
  file: File,
  options: { signal: AbortSignal; onProgress: (sentBytes: number) => void },
) => Promise<Media>

interface VideoUpload {
  choose: (file: File) => void
  remove: () => void
}

/** Starts an upload when a file is chosen, and ends it when another one is chosen, or the page is left. */
export function useVideoUpload(dispatch: Dispatch<DraftAction>, upload: UploadVideo): VideoUpload {
  const current = useRef<{ controller: AbortController; previewUrl: string } | null>(null)

  const stop = () => {
    if (current.current === null) return
    current.current.controller.abort()
    URL.revokeObjectURL(current.current.previewUrl)
    current.current = null
  }

  const choose = (file: File) => {
    const refusal = refusalOf(file)
    if (refusal !== null) return dispatch({ type: 'fileRefused', failure: refusal })
    stop()
    const controller = new AbortController()
    const previewUrl = URL.createObjectURL(file)
    current.current = { controller, previewUrl }
    const run = controller.signal
    const video = { fileName: file.name, sizeBytes: file.size, previewUrl, durationMs: null }
    dispatch({ type: 'fileChosen', run, video })
    upload(file, {
      signal: run,
      onProgress: (sentBytes) => dispatch({ type: 'uploadProgressed', run, sentBytes }),
    }).then(
      (media) => dispatch({ type: 'uploadFinished', run, media }),
      (error) => dispatch({ type: 'uploadFailed', run, failure: errorWords(error) }),
    )
  }

  const remove = () => {
    stop()
    dispatch({ type: 'videoRemoved' })
  }

  const handleLeave = useEffectEvent(stop)
  useEffect(() => () => handleLeave(), [])
  return { choose, remove }
}

function refusalOf(file: File) {
  if (file.size === 0) {
    return { title: 'The file is empty', detail: `“${file.name}” has no content.`, remedy: null, requestId: null }
  }
  if (file.size > VIDEO_MAX_SIZE_BYTES) {
    return {
      title: 'The file is too large',
      detail: `“${file.name}” has ${formatSize(file.size)}; TikTok takes at most ${formatSize(VIDEO_MAX_SIZE_BYTES)}.`,
      remedy: 'Export the video with a lower bit rate.',
      requestId: null,
    }
  }
  return null
}
