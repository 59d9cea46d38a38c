import {
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  FF_ENCODER_LIBX264,
} from 'node-av/constants'
import { Codec, CodecContext, Rational } from 'node-av/lib'
import type { Size } from './fit-picture.ts'

/** An x264 that is not open yet: 8 bits, 4:2:0, in video range and the colours of HDTV, with square pixels. */
export function prepareX264({ width, height }: Size, frameRate: number): { codec: Codec; encoder: CodecContext } {
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
  return { codec, encoder }
}
