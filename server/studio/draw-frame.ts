import { encodeJpeg } from './encode-jpeg.ts'
import { frameAt } from './frame-at.ts'
import { pictureOf } from './open-media.ts'
import { openSource } from './open-source.ts'
import { clockwiseRotation } from './rotation.ts'
import { shrinkFrame } from './shrink-frame.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

const SIDE_PX = 720

/** The picture of a video at a time in ms as a JPEG, upright, at most 720 px on each side. Run it in a process that may crash. */
export async function drawFrame(video: { source: string; mimeType: string; atMs: number }): Promise<Buffer> {
  await using format = await openSource(video.source, video.mimeType)
  const picture = pictureOf(format)
  using frame = await frameAt(format, picture, video.atMs)
  if (!frame) throw new UnreadableMediaError('No picture can be decoded there.')
  using small = await shrinkFrame(frame, { sidePx: SIDE_PX, rotation: clockwiseRotation(picture.codecpar) })
  return await encodeJpeg(small)
}
