import {
  AV_CHANNEL_LAYOUT_STEREO,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  FF_ENCODER_AAC,
} from 'node-av/constants'
import { Codec, CodecContext, FFmpegError, type Frame, type Packet, Rational } from 'node-av/lib'
import { encodeFrames } from './encode-frames.ts'

export const SAMPLE_RATE = 48_000
/** Samples of a packet of AAC-LC (ISO/IEC 14496-3). */
export const AAC_SAMPLES = 1024
const BIT_RATE = 192_000n

/** An encoder of AAC in stereo. */
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

/** What the encoder makes of pieces of sound (`soundChain`), one sample after the other. */
export function encodeSamples(encoder: CodecContext, pieces: AsyncIterable<Frame>): AsyncGenerator<Packet> {
  return encodeFrames(encoder, numbered(pieces))
}

async function* numbered(pieces: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  let position = 0n
  for await (const piece of pieces) {
    piece.pts = position
    position += BigInt(piece.nbSamples)
    yield piece
  }
}
