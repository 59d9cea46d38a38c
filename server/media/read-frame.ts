import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { AppError, invalidInput } from '../errors.ts'
import { makeFrame } from '../studio/make-frame.ts'
import { createTurns } from '../studio/turns.ts'
import { UnreadableMediaError } from '../studio/unreadable-media-error.ts'
import { sourceOf } from './media-source.ts'
import { requireVideo } from './require-video.ts'

type Wish = { atMs: number; signal: AbortSignal }

/** Who looks for a picture asks for dozens at once, and each decodes with two threads. */
const turns = createTurns(2)

/**
 * A JPEG of what a video shows at a time, made in its turn. Throws `invalid_input` for a time outside the video, `conflict` where there is
 * no such picture, and the reason of `signal` when nobody waits for it any longer.
 */
export async function readFrame(ctx: Context, media: MediaRow, wish: Wish): Promise<Buffer> {
  requireVideo(media)
  const { durationMs, fileName } = media
  const { atMs } = wish
  if (durationMs !== null && atMs > durationMs)
    throw invalidInput({ path: 'atMs', message: `${fileName} lasts ${durationMs} ms; it shows nothing at ${atMs} ms.` })
  return makeInTurn(ctx, media, wish).catch((error: unknown) => {
    if (!(error instanceof UnreadableMediaError)) throw error
    throw new AppError('conflict', `${fileName} shows no picture at ${atMs} ms: ${error.message}`, {
      remedy: 'Ask for another time.',
      cause: error,
    })
  })
}

async function makeInTurn(ctx: Context, media: MediaRow, { atMs, signal }: Wish): Promise<Buffer> {
  using _turn = await turns.take(signal)
  return await makeFrame({ source: sourceOf(ctx.storage, media), mimeType: media.mimeType, atMs }, { signal })
}
