import { AV_NOPTS_VALUE } from 'node-av/constants'
import type { CodecContext, Frame, Packet } from 'node-av/lib'
import { VIDEO_MAX_DURATION_MS } from '#shared/limits.ts'
import { SAMPLE_RATE } from './audio-track.ts'
import { decodeFrames } from './decode-frames.ts'
import { encodeFrames } from './encode-frames.ts'
import { type Filters, openFilters } from './open-filters.ts'
import type { Track } from './open-tracks.ts'

/** Samples of a packet of AAC-LC (ISO/IEC 14496-3). */
const AAC_SAMPLES = 1024
/** Its last packet is full, and no longer than TikTok takes. */
const MAX_SAMPLES = (VIDEO_MAX_DURATION_MS / 1000) * SAMPLE_RATE - AAC_SAMPLES

/** The sound of a video in stereo, from the beginning of the video on: where the source has a gap it is silent. */
export async function* transcodeSound(encoder: CodecContext, track: Track): AsyncGenerator<Packet> {
  yield* encodeFrames(encoder, numbered(shape(track)))
}

/** One sample after the other, as AAC wants them. */
async function* numbered(pieces: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  let position = 0n
  for await (const piece of pieces) {
    piece.pts = position
    position += BigInt(piece.nbSamples)
    yield piece
  }
}

async function* shape({ format, stream, start }: Track): AsyncGenerator<Frame> {
  const { num, den } = stream.timeBase
  let filters: Filters | null = null
  let formInUse = ''
  let end = 0
  try {
    for await (const { frame } of decodeFrames(format, stream, 'none')) {
      const { bestEffortTimestamp: time, sampleRate, nbSamples } = frame
      const second = time === AV_NOPTS_VALUE ? end : (Number(time) * num) / den - start
      end = second + nbSamples / sampleRate
      // Beyond that only a mistaken time can be.
      if (end < 0 || second > VIDEO_MAX_DURATION_MS / 1000) continue
      const form = sourceOf(frame)
      if (!filters || form !== formInUse) {
        if (filters) yield* filters.filter(null)
        const isFirst = filters === null
        filters?.[Symbol.dispose]()
        filters = await openFilters(soundChain(form, isFirst))
        formInUse = form
      }
      frame.pts = BigInt(Math.round(second * sampleRate))
      yield* filters.filter(frame)
    }
    if (filters) yield* filters.filter(null)
  } finally {
    filters?.[Symbol.dispose]()
  }
}

function sourceOf({ sampleRate, format, channelLayout: { nbChannels, mask } }: Frame): string {
  const layout = mask > 0n ? `channel_layout=0x${mask.toString(16)}` : `channels=${nbChannels}`
  return `abuffer@in=sample_rate=${sampleRate}:sample_fmt=${format}:${layout}:time_base=1/${sampleRate}`
}

function soundChain(source: string, isFirst: boolean): string[] {
  return [
    source,
    `aresample=${SAMPLE_RATE}:async=1${isFirst ? ':first_pts=0' : ''}`,
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
    `atrim=end_pts=${MAX_SAMPLES}`,
    `asetnsamples=n=${AAC_SAMPLES}:p=0`,
    'abuffersink@out',
  ]
}
