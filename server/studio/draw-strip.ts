import type { FormatContext, Frame, Stream } from 'node-av/lib'
import sharp from 'sharp'
import { frameAt, keyFrameAt } from './frame-at.ts'
import { pictureOf } from './open-media.ts'
import { openSource } from './open-source.ts'
import { clockwiseRotation } from './rotation.ts'
import { shrinkFrame } from './shrink-frame.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

const SIDE_PX = 240
const FRAME_COUNT = 10
const FRAME_MS = 400
/** From 1 to 100. */
const QUALITY = 60

type Video = { source: string; mimeType: string; durationMs: number }
type Still = { width: number; height: number; pixels: Buffer }

/** Ten pictures spread over a video as an animated WebP that repeats, upright and small. Run it in a process that may crash. */
export async function drawStrip(video: Video): Promise<Buffer> {
  await using format = await openSource(video.source, video.mimeType)
  const stills = await chooseStills(format, video.durationMs)
  const [first] = stills
  if (!first) throw new UnreadableMediaError('No picture of the file can be shown.')
  const { width, height } = first
  const pages = stills.filter((still) => still.width === width && still.height === height)
  const raw = { width, height: height * pages.length, pageHeight: height, channels: 3 } as const
  return await sharp(Buffer.concat(pages.map(({ pixels }) => pixels)), { raw })
    .webp({ quality: QUALITY, loop: 0, delay: pages.map(() => FRAME_MS) })
    .toBuffer()
}

async function chooseStills(format: FormatContext, durationMs: number): Promise<Still[]> {
  const picture = pictureOf(format)
  const stills: Still[] = []
  let shown: bigint | null = null
  for (let index = 0; index < FRAME_COUNT; index += 1) {
    const atMs = Math.floor(((index + 0.5) * durationMs) / FRAME_COUNT)
    using frame = await pictureNear(format, picture, { atMs, after: shown })
    if (!frame || (shown !== null && frame.bestEffortTimestamp <= shown)) continue
    shown = frame.bestEffortTimestamp
    stills.push(await smallCopy(frame, clockwiseRotation(picture.codecpar)))
  }
  return stills
}

/** Where decoding can begin near enough that the picture there was not shown yet, that one; else exactly the one at that time. */
async function pictureNear(
  format: FormatContext,
  picture: Stream,
  { atMs, after }: { atMs: number; after: bigint | null },
): Promise<Frame | null> {
  const near = await keyFrameAt(format, picture, atMs)
  if (near && (after === null || near.bestEffortTimestamp > after)) return near
  near?.free()
  return frameAt(format, picture, atMs)
}

async function smallCopy(frame: Frame, rotation: number): Promise<Still> {
  using small = await shrinkFrame(frame, { sidePx: SIDE_PX, rotation, as: 'rgb' })
  return { width: small.width, height: small.height, pixels: small.toBuffer() }
}
