import type { Media } from '#shared/api/media.ts'
import { awaitOutcome } from './await-outcome.ts'
import { sendFile } from './send-file.ts'

export interface UploadOptions {
  signal: AbortSignal
  onProgress: (sentBytes: number) => void
}

/**
 * Sends a file to the media library, and goes on where a broken connection has cut it. Ended by `signal`, the upload is called off at
 * the server too. Throws ApiError where the server refuses the file, NoAnswerError when it cannot be reached for minutes.
 */
export async function uploadMedia(file: File, options: UploadOptions): Promise<Media> {
  const settled = new AbortController()
  try {
    const uploadId = await sendFile(file, { ...options, settled: settled.signal })
    return await awaitOutcome(uploadId, options.signal)
  } finally {
    settled.abort()
  }
}
