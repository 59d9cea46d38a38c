// A program of its own: node plain-slideshow-child.ts '<PlainSlideshow as JSON>'. The plain way to make a slideshow with the same
// FFmpeg: every picture of it goes through x264, as `ffmpeg -f concat … -c:v libx264 -preset medium -crf 23 -r 30` has it.
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBX264,
} from 'node-av/constants'
import {
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  Frame,
  Packet,
  Rational,
  SoftwareScaleContext,
} from 'node-av/lib'
import sharp from 'sharp'
import { z } from 'zod'
import { openMovie } from '#server/studio/movie-writer.ts'

const FRAME_RATE = 30
const SIZE = { width: 1080, height: 1920 }

const PlainSlideshow = z.object({
  path: z.string(),
  stills: z.array(z.string()),
  secondsPerImage: z.number(),
  fadeFrames: z.number(),
})

const wish = PlainSlideshow.parse(JSON.parse(process.argv[2] ?? 'null'))
await using movie = await openMovie(wish.path)
using encoder = await openX264()
const track = movie.addTrack(encoder)
await movie.begin()
using packet = new Packet()
packet.alloc()
let count = 0n
let previous: Buffer | null = null
const holdFrames = wish.secondsPerImage * FRAME_RATE
for (const still of wish.stills) {
  const picture = await readStill(still)
  if (previous)
    for (let step = 1; step <= wish.fadeFrames; step += 1)
      await send(mix(previous, picture, step / (wish.fadeFrames + 1)))
  const fades = wish.fadeFrames > 0 && still !== wish.stills.at(-1)
  for (let index = 0; index < holdFrames - (fades ? wish.fadeFrames : 0); index += 1) await send(picture)
  previous = picture
}
await encode(null)
await movie.end()

async function openX264(): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264)
  if (!codec) throw new Error('FFmpeg was built without x264.')
  const context = new CodecContext()
  context.allocContext3(codec)
  context.width = SIZE.width
  context.height = SIZE.height
  context.pixelFormat = AV_PIX_FMT_YUV420P
  context.timeBase = new Rational(1, FRAME_RATE)
  context.framerate = new Rational(FRAME_RATE, 1)
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  const options = Dictionary.fromObject({ preset: 'medium', crf: '23' })
  FFmpegError.throwIfError(await context.open2(codec, options), 'opening x264 failed')
  return context
}

/** The prepared image in 4:2:0, BT.601, tv range: what FFmpeg makes of a PNG unless told. */
async function readStill(path: string): Promise<Buffer> {
  const rgb = await sharp(path).removeAlpha().raw().toBuffer()
  using source = Frame.fromVideoBuffer(rgb, { ...SIZE, format: AV_PIX_FMT_RGB24 })
  using target = new Frame()
  target.alloc()
  target.width = SIZE.width
  target.height = SIZE.height
  target.format = AV_PIX_FMT_YUV420P
  FFmpegError.throwIfError(target.getBuffer(), 'making a picture failed')
  using scaler = new SoftwareScaleContext()
  scaler.getContext(SIZE.width, SIZE.height, AV_PIX_FMT_RGB24, SIZE.width, SIZE.height, AV_PIX_FMT_YUV420P)
  FFmpegError.throwIfError(await scaler.scaleFrame(target, source), 'scaling failed')
  return target.toBuffer()
}

function mix(from: Buffer, to: Buffer, share: number): Buffer {
  const weight = Math.round(256 * share)
  return Buffer.from(from.map((value, at) => (value * (256 - weight) + (to[at] ?? 0) * weight + 128) >> 8))
}

async function send(picture: Buffer): Promise<void> {
  using frame = Frame.fromVideoBuffer(picture, { ...SIZE, format: AV_PIX_FMT_YUV420P })
  frame.pts = count
  count += 1n
  await encode(frame)
}

async function encode(frame: Frame | null): Promise<void> {
  FFmpegError.throwIfError(await encoder.sendFrame(frame), 'encoding failed')
  while ((await encoder.receivePacket(packet)) >= 0) {
    packet.duration = 1n
    await movie.write(track, packet)
  }
}
