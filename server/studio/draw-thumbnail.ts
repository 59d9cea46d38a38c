import type { FormatContext, Frame } from 'node-av/lib'
import { decodeFrames } from './decode-frames.ts'
import { encodeJpeg } from './encode-jpeg.ts'
import { isDark } from './is-dark.ts'
import { openMedia, pictureOf } from './open-media.ts'
import { clockwiseRotation } from './rotation.ts'
import { shrinkFrame } from './shrink-frame.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

export type Video = { path: string; mimeType: string; durationMs: number }

const SIDE_PX = 480
/** The first pictures of a film are often black or out of focus. */
const PREFERRED_MS = 1000
/** After a dark picture the next look is this much later, up to the last one. */
const STEP_MS = 250
const LAST_MS = 4000
/** Where the time of a picture is not known, their number ends the search: as many as 4 s at 120 a second. */
const MAX_FRAMES = 480
/** A dark picture is better than none where decoding is slow. */
const LOOK_FOR_MS = 5000

/** A still of a video as a JPEG, upright and small. Run it in a process that may crash. */
export async function drawThumbnail(video: Video, { lookForMs = LOOK_FOR_MS } = {}): Promise<Buffer> {
  const endsAt = performance.now() + lookForMs
  await using format = await openMedia(video.path, video.mimeType)
  if (!format) throw new UnreadableMediaError(`There is no reader for ${video.mimeType}.`)
  using still = await chooseStill(format, video.durationMs, endsAt)
  if (!still) throw new UnreadableMediaError('No picture of the file can be shown.')
  return await encodeJpeg(still)
}

/** The first picture that is not dark where we look, else the first of all. */
async function chooseStill(format: FormatContext, durationMs: number, endsAt: number): Promise<Frame | null> {
  const picture = pictureOf(format)
  const rotation = clockwiseRotation(picture.codecpar)
  let lookAtMs = durationMs > PREFERRED_MS ? PREFERRED_MS : 0
  let first: Frame | null = null
  let count = 0
  for await (const { frame, timeMs } of decodeFrames(format, picture)) {
    count += 1
    if (timeMs > LAST_MS || count > MAX_FRAMES) break
    if (first && performance.now() > endsAt) break
    if (first && timeMs < lookAtMs) continue
    const still = await shrinkFrame(frame, { sidePx: SIDE_PX, rotation })
    first ??= still
    if (timeMs < lookAtMs) continue
    if (!isDark(still)) return still
    lookAtMs = timeMs + STEP_MS
  }
  return first
}
