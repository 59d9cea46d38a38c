import {
  AV_FIELD_PROGRESSIVE,
  AV_FIELD_UNKNOWN,
  AV_OPT_TYPE_INT,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_SMPTE2084,
} from 'node-av/constants'
import {
  avGetPixFmtName,
  CodecContext,
  type CodecParameters,
  FFmpegError,
  type Rational,
  type Stream,
} from 'node-av/lib'
import { codecName } from './codec-name.ts'
import type { MediaProbe } from './media-probe.ts'
import { clockwiseRotation } from './rotation.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

type Shown = Pick<MediaProbe, 'codec' | 'rotation' | 'pixelFormat' | 'pixelAspect' | 'hdr' | 'isInterlaced'> & {
  width: number
  height: number
}

/** What a stream shows, by its own account. Throws UnreadableMediaError where it shows nothing. */
export function describePicture({ codecpar, sampleAspectRatio }: Stream): Shown {
  const { width, height } = codecpar
  if (width <= 0 || height <= 0) throw new UnreadableMediaError('The file is damaged: its picture has no size.')
  const rotation = clockwiseRotation(codecpar)
  const isUpright = rotation % 180 === 0
  // The container has the last word, where it says anything.
  const pixelAspect = ratioOf(sampleAspectRatio) ?? ratioOf(codecpar.sampleAspectRatio) ?? 1
  using decoder = new CodecContext()
  decoder.allocContext3()
  FFmpegError.throwIfError(decoder.parametersToContext(codecpar), 'reading its format failed')
  return {
    codec: codecName(codecpar.codecId),
    width: isUpright ? width : height,
    height: isUpright ? height : width,
    rotation,
    pixelFormat: avGetPixFmtName(decoder.pixelFormat),
    pixelAspect: isUpright ? pixelAspect : 1 / pixelAspect,
    hdr: hdrOf(codecpar),
    isInterlaced: isInterlaced(decoder),
  }
}

function ratioOf({ num, den }: Rational): number | null {
  return num > 0 && den > 0 ? num / den : null
}

function hdrOf({ colorTrc }: CodecParameters): MediaProbe['hdr'] {
  if (colorTrc === AVCOL_TRC_SMPTE2084) return 'PQ'
  return colorTrc === AVCOL_TRC_ARIB_STD_B67 ? 'HLG' : null
}

function isInterlaced(decoder: CodecContext): boolean {
  const order = decoder.getOption('field_order', AV_OPT_TYPE_INT) ?? AV_FIELD_UNKNOWN
  return order !== AV_FIELD_UNKNOWN && order !== AV_FIELD_PROGRESSIVE
}
