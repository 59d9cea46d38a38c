import type { Media } from '#shared/api/media.ts'
import { Upload } from '#shared/api/uploads.ts'
import { ApiError, api, NoAnswerError, UnexpectedAnswerError } from '../../api.ts'
import { mayPass, RETRY_DELAYS_MS } from './retry-delays.ts'

/** The server answers after a while even if it has not finished. */
const ASK_AGAIN_MS = 1000

/** What became of a file that was sent whole. Throws ApiError where it was refused. */
export async function awaitOutcome(uploadId: string, signal: AbortSignal): Promise<Media> {
  for (;;) {
    const { status, media, problem } = await ask(uploadId, signal)
    if (problem) throw new ApiError(problem)
    if (media) return media
    if (status !== 'processing') throw new UnexpectedAnswerError(`The upload is ${status}.`)
    await pause(ASK_AGAIN_MS, signal)
  }
}

async function ask(uploadId: string, signal: AbortSignal): Promise<Upload> {
  for (const delayMs of RETRY_DELAYS_MS) {
    try {
      return await api(Upload, `/uploads/${uploadId}`, { signal })
    } catch (error) {
      const isPassing = error instanceof NoAnswerError || (error instanceof ApiError && mayPass(error.status))
      if (!isPassing) throw error
    }
    await pause(delayMs, signal)
  }
  return api(Upload, `/uploads/${uploadId}`, { signal })
}

function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        reject(signal.reason)
      },
      { once: true },
    )
  })
}
