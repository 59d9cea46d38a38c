import { Media } from '#shared/api/media.ts'
import { ApiError, apiUrl, NoAnswerError, problemOf, readAnswer } from '../../api.ts'

interface UploadOptions {
  signal: AbortSignal
  onProgress: (sentBytes: number) => void
}

/** Sends a file to the media library. XMLHttpRequest, because fetch does not tell how far an upload has come. */
export function uploadMedia(file: File, { signal, onProgress }: UploadOptions): Promise<Media> {
  const { promise, resolve, reject } = Promise.withResolvers<Media>()
  const request = new XMLHttpRequest()
  const form = new FormData()
  form.append('file', file)

  request.upload.onprogress = (event) => onProgress(Math.min(event.loaded, file.size))
  request.onload = () => {
    try {
      resolve(mediaIn(request))
    } catch (error) {
      reject(error)
    }
  }
  request.onerror = () => reject(new NoAnswerError('The upload was interrupted.'))
  request.onabort = () => reject(signal.reason)
  signal.addEventListener('abort', () => request.abort(), { once: true })

  request.open('POST', apiUrl('/media'))
  request.setRequestHeader('accept', 'application/json')
  request.send(form)
  return promise
}

function mediaIn(request: XMLHttpRequest): Media {
  const answer = jsonIn(request.responseText)
  if (request.status >= 400) throw new ApiError(problemOf(request.status, answer))
  return readAnswer(Media, answer)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
