import { type DetailedError, Upload } from 'tus-js-client'
import { ApiError, apiUrl, NoAnswerError, problemOf } from '../../api.ts'
import { newIdempotencyKey } from '../../idempotency-key.ts'
import { mayPass, RETRY_DELAYS_MS } from './retry-delays.ts'
import type { UploadOptions } from './upload-media.ts'

interface SendOptions extends UploadOptions {
  /** Aborts once the outcome is known: then there is nothing to call off any more. */
  settled: AbortSignal
}

/** Sends a file by tus; gives the id of its upload once every byte is there. */
export function sendFile(file: File, { signal, onProgress, settled }: SendOptions): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()

  const upload = new Upload(file, {
    endpoint: apiUrl('/uploads'),
    metadata: { filename: file.name },
    // An answer that got lost must not leave a second upload behind, which takes room until it is given up.
    headers: { 'Idempotency-Key': newIdempotencyKey() },
    storeFingerprintForResuming: false,
    retryDelays: RETRY_DELAYS_MS,
    onShouldRetry: (error) => mayPass(statusOf(error)),
    onUploadUrlAvailable() {
      // With it, a server that cannot answer for a moment would be asked to begin again from nothing.
      upload.options.endpoint = null
      if (signal.aborted) callOff()
    },
    onProgress,
    onSuccess: () => resolve(idIn(upload.url)),
    onError: (error) => reject(errorOf(error)),
  })

  function callOff(): void {
    // The server gives it up by itself if it does not hear this.
    if (upload.url !== null) upload.abort(true).catch(() => {})
  }

  signal.addEventListener(
    'abort',
    () => {
      reject(signal.reason)
      callOff()
    },
    { once: true, signal: settled },
  )
  upload.start()
  return promise
}

function idIn(url: string | null): string {
  return url?.split('/').at(-1) ?? ''
}

function errorOf(error: Error | DetailedError): Error {
  const response = 'originalResponse' in error ? error.originalResponse : null
  if (!response) return new NoAnswerError('The upload was interrupted.', { cause: error })
  return new ApiError(problemOf(response.getStatus(), jsonIn(response.getBody())))
}

function statusOf({ originalResponse }: DetailedError): number | null {
  return originalResponse?.getStatus() || null
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
