import { availableParallelism } from 'node:os'
import {
  AV_CODEC_FLAG_FRAME_DURATION,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  FF_ENCODER_LIBX264,
} from 'node-av/constants'
import { Codec, CodecContext, Dictionary, FFmpegError, Rational } from 'node-av/lib'
import type { Size } from './fit-picture.ts'

/** Each thread keeps pictures of its own in memory. */
const MAX_THREADS = 8
/** 10 minutes are at most 2.3 GB, and half a minute may take twice as much for a moment. */
const MAX_BIT_RATE = 30_000_000n

/** An x264 for a moving picture: H.264 High, 8 bits, 4:2:0, in video range and the colours of HDTV. */
export async function openPictureEncoder({ width, height }: Size, frameRate: number): Promise<CodecContext> {
  const codec = Codec.findEncoderByName(FF_ENCODER_LIBX264)
  if (!codec) throw new Error('FFmpeg was built without x264.')
  const encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.width = width
  encoder.height = height
  encoder.pixelFormat = AV_PIX_FMT_YUV420P
  encoder.timeBase = new Rational(1, frameRate)
  encoder.framerate = new Rational(frameRate, 1)
  encoder.sampleAspectRatio = new Rational(1, 1)
  encoder.colorRange = AVCOL_RANGE_MPEG
  encoder.colorSpace = AVCOL_SPC_BT709
  encoder.colorPrimaries = AVCOL_PRI_BT709
  encoder.colorTrc = AVCOL_TRC_BT709
  encoder.rcMaxRate = MAX_BIT_RATE
  encoder.rcBufferSize = Number(MAX_BIT_RATE) * 2
  encoder.threadCount = Math.min(MAX_THREADS, availableParallelism())
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_FRAME_DURATION)
  const options = Dictionary.fromObject({ preset: 'veryfast', crf: '20', profile: 'high' })
  FFmpegError.throwIfError(await encoder.open2(codec, options), 'opening x264 failed')
  return encoder
}
