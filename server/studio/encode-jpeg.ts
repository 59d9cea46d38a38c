import {
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_QSCALE,
  AV_CODEC_ID_MJPEG,
  AV_PIX_FMT_YUV420P,
  AVCOL_RANGE_JPEG,
  FF_QP2LAMBDA,
} from 'node-av/constants'
import { Codec, CodecContext, FFmpegError, type Frame, Packet, Rational } from 'node-av/lib'

/** From 2 (best) to 31 (smallest). */
const QUALITY = 4

/** A full-range YUV 4:2:0 picture as a JPEG. */
export async function encodeJpeg(frame: Frame): Promise<Buffer> {
  const codec = Codec.findEncoder(AV_CODEC_ID_MJPEG)
  if (!codec) throw new Error('there is no JPEG encoder')
  using encoder = new CodecContext()
  encoder.allocContext3(codec)
  encoder.width = frame.width
  encoder.height = frame.height
  encoder.pixelFormat = AV_PIX_FMT_YUV420P
  encoder.colorRange = AVCOL_RANGE_JPEG
  encoder.sampleAspectRatio = new Rational(1, 1)
  encoder.timeBase = new Rational(1, 1)
  encoder.setFlags(AV_CODEC_FLAG_QSCALE, AV_CODEC_FLAG_BITEXACT)
  encoder.globalQuality = QUALITY * FF_QP2LAMBDA
  frame.quality = QUALITY * FF_QP2LAMBDA
  FFmpegError.throwIfError(await encoder.open2(codec), 'opening the JPEG encoder failed')
  FFmpegError.throwIfError(await encoder.sendFrame(frame), 'encoding the picture failed')
  FFmpegError.throwIfError(await encoder.sendFrame(null), 'encoding the picture failed')
  using packet = new Packet()
  packet.alloc()
  FFmpegError.throwIfError(await encoder.receivePacket(packet), 'encoding the picture failed')
  if (!packet.data) throw new Error('the JPEG encoder gave nothing')
  return Buffer.from(packet.data)
}
