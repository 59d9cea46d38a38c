import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  AVMEDIA_TYPE_AUDIO,
  FF_ENCODER_AAC,
} from 'node-av/constants'
import { Codec, CodecContext, FFmpegError, FilterGraph, Frame, Packet, Rational } from 'node-av/lib'
import { decodeFrames } from './decode-frames.ts'
import { openMedia } from './open-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

export type Sound = { path: string; mimeType: string }

export const SAMPLE_RATE = 48_000
/** Samples of a packet of AAC-LC (ISO/IEC 14496-3). */
const AAC_SAMPLES = 1024
const BIT_RATE = 192_000n
/** Cut off where the slideshow ends, it would click. */
const FADE_OUT_SAMPLES = SAMPLE_RATE / 2

/** AAC in stereo for exactly so many samples: a longer sound is cut, a shorter one begins again. */
export async function* encodeSound(encoder: CodecContext, sound: Sound, sampleCount: number): AsyncGenerator<Packet> {
  using packet = new Packet()
  packet.alloc()
  let position = 0n
  for await (const frame of shaped(sound, sampleCount)) {
    frame.pts = position
    position += BigInt(frame.nbSamples)
    FFmpegError.throwIfError(await encoder.sendFrame(frame), 'encoding the sound failed')
    yield* received(encoder, packet)
  }
  FFmpegError.throwIfError(await encoder.sendFrame(null), 'encoding the sound failed')
  yield* received(encoder, packet)
}

export async function openSoundEncoder(): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(FF_ENCODER_AAC)
  if (!codec) throw new Error('FFmpeg was built without AAC.')
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.sampleRate = SAMPLE_RATE
  encoder.sampleFormat = AV_SAMPLE_FMT_FLTP
  encoder.channelLayout = AV_CHANNEL_LAYOUT_STEREO
  encoder.bitRate = BIT_RATE
  encoder.timeBase = new Rational(1, SAMPLE_RATE)
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  FFmpegError.throwIfError(await encoder.open2(codec), 'opening the AAC encoder failed')
  return encoder
}

async function* received(encoder: CodecContext, packet: Packet): AsyncGenerator<Packet> {
  while ((await encoder.receivePacket(packet)) >= 0) {
    yield packet
    packet.unref()
  }
}

/** The sound over and over in the form of the encoder, in pieces of its size, until it is long enough. */
async function* shaped(sound: Sound, sampleCount: number): AsyncGenerator<Frame> {
  using piece = new Frame()
  piece.alloc()
  await using filters = new AsyncDisposableStack()
  let shape: SoundFilters | null = null
  let given = 0
  let taken = 0n
  for await (const frame of repeated(sound)) {
    shape ??= filters.use(await openFilters(frame, sampleCount))
    frame.pts = taken
    taken += BigInt(frame.nbSamples)
    await shape.source.buffersrcAddFrame(frame)
    while ((await shape.sink.buffersinkGetFrame(piece)) >= 0) {
      given += piece.nbSamples
      yield piece
      piece.unref()
    }
    if (given >= sampleCount) return
  }
}

type SoundFilters = Awaited<ReturnType<typeof openFilters>>

async function openFilters({ sampleRate, format, channelLayout }: Frame, sampleCount: number) {
  const graph = new FilterGraph()
  graph.alloc()
  graph.nbThreads = 1
  const { nbChannels, mask } = channelLayout
  const layout = mask > 0n ? `channel_layout=0x${mask.toString(16)}` : `channels=${nbChannels}`
  const fadeAt = Math.max(0, sampleCount - FADE_OUT_SAMPLES)
  const chain = [
    `abuffer@in=sample_rate=${sampleRate}:sample_fmt=${format}:${layout}:time_base=1/${sampleRate}`,
    `aresample=${SAMPLE_RATE}`,
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
    `atrim=end_sample=${sampleCount}`,
    `afade=t=out:start_sample=${fadeAt}:nb_samples=${FADE_OUT_SAMPLES}`,
    `asetnsamples=n=${AAC_SAMPLES}:p=0`,
    'abuffersink@out',
  ]
  FFmpegError.throwIfError(graph.parse2(chain.join(',')), 'making the filters failed')
  FFmpegError.throwIfError(await graph.config(), 'preparing the filters failed')
  const source = graph.getFilter('abuffer@in')
  const sink = graph.getFilter('abuffersink@out')
  if (!source || !sink) throw new Error('the filters have no ends')
  return { source, sink, [Symbol.asyncDispose]: async () => graph.free() }
}

async function* repeated({ path, mimeType }: Sound): AsyncGenerator<Frame> {
  for (;;) {
    await using format = await openMedia(path, mimeType)
    const stream = format?.streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_AUDIO)
    if (!format || !stream) throw new UnreadableMediaError('The sound cannot be read.')
    let isSilent = true
    for await (const { frame } of decodeFrames(format, stream)) {
      isSilent = false
      yield frame
    }
    if (isSilent) throw new UnreadableMediaError('There is nothing to hear in the sound.')
  }
}
