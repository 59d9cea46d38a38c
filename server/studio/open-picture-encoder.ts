import { availableParallelism } from 'node:os'
import { AV_CODEC_FLAG_FRAME_DURATION, AV_CODEC_FLAG_GLOBAL_HEADER } from 'node-av/constants'
import { type CodecContext, Dictionary, FFmpegError } from 'node-av/lib'
import type { Size } from './fit-picture.ts'
import { prepareX264 } from './prepare-x264.ts'

/** Each thread keeps pictures of its own in memory. */
const MAX_THREADS = 8
/** 10 minutes are at most 2.3 GB, and half a minute may take twice as much for a moment. */
const MAX_BIT_RATE = 30_000_000n

/** An x264 for a moving picture: H.264 High, 8 bits, 4:2:0, in video range and the colours of HDTV. */
export async function openPictureEncoder({ width, height }: Size, frameRate: number): Promise<CodecContext> {
  const { codec, encoder } = prepareX264({ width, height }, frameRate)
  encoder.rcMaxRate = MAX_BIT_RATE
  encoder.rcBufferSize = Number(MAX_BIT_RATE) * 2
  encoder.threadCount = Math.min(MAX_THREADS, availableParallelism())
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_FRAME_DURATION)
  const options = Dictionary.fromObject({ preset: 'veryfast', crf: '20', profile: 'high' })
  FFmpegError.throwIfError(await encoder.open2(codec, options), 'opening x264 failed')
  return encoder
}
