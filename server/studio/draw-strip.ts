import type { FormatContext, Frame } from 'node-av/lib'
import sharp from 'sharp'
import { pictureOf } from './open-media.ts'
import { openSource } from './open-source.ts'
import { clockwiseRotation } from './rotation.ts'
import { shrinkFrame } from './shrink-frame.ts'
import { spreadFrames } from './spread-frames.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

const SIDE_PX = 240
const FRAME_COUNT = 10
const FRAME_MS = 400
/** Then what there is has to do: where decoding can begin only rarely, a large video takes a while. */
const ENOUGH_MS = 10_000
/** From 1 to 100. */
const QUALITY = 60

type Video = { source: string; mimeType: string; durationMs: number }
type Still = { width: number; height: number; pixels: Buffer }

/** Some ten pictures spread over a video as an animated WebP that repeats, upright and small. Run it in a process that may crash. */
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
  const rotation = clockwiseRotation(picture.codecpar)
  const startedAt = performance.now()
  const stills: Still[] = []
  for await (const frame of spreadFrames(format, picture, { durationMs, count: FRAME_COUNT })) {
    stills.push(await smallCopy(frame, rotation))
    if (performance.now() - startedAt > ENOUGH_MS) break
  }
  return stills
}

async function smallCopy(frame: Frame, rotation: number): Promise<Still> {
  using small = await shrinkFrame(frame, { sidePx: SIDE_PX, rotation, as: 'rgb' })
  return { width: small.width, height: small.height, pixels: small.toBuffer() }
}
