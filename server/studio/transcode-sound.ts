import { AV_NOPTS_VALUE } from 'node-av/constants'
import type { CodecContext, Frame, Packet } from 'node-av/lib'
import { VIDEO_MAX_DURATION_MS } from '#shared/limits.ts'
import { decodeFrames } from './decode-frames.ts'
import { type Filters, openFilters } from './open-filters.ts'
import type { Track } from './open-tracks.ts'
import { soundChain } from './sound-chain.ts'
import { AAC_SAMPLES, encodeSamples, SAMPLE_RATE } from './sound-encoder.ts'

/** Its last packet is full, and no longer than TikTok takes. */
const MAX_SAMPLES = (VIDEO_MAX_DURATION_MS / 1000) * SAMPLE_RATE - AAC_SAMPLES

/** The sound of a video in stereo, from the beginning of the video on: where the source has a gap it is silent. */
export async function* transcodeSound(encoder: CodecContext, track: Track): AsyncGenerator<Packet> {
  yield* encodeSamples(encoder, shape(track))
}

async function* shape({ format, stream, start }: Track): AsyncGenerator<Frame> {
  const { num, den } = stream.timeBase
  let filters: Filters | null = null
  let sourceInUse: string | undefined
  let end = 0
  try {
    for await (const { frame } of decodeFrames(format, stream, 'none')) {
      const { bestEffortTimestamp: time, sampleRate, nbSamples } = frame
      const second = time === AV_NOPTS_VALUE ? end : (Number(time) * num) / den - start
      end = second + nbSamples / sampleRate
      // Beyond that only a mistaken time can be.
      if (end < 0 || second > VIDEO_MAX_DURATION_MS / 1000) continue
      // What comes first is preceded by silence, if it does not begin at the beginning.
      const resampling = filters ? ':async=1' : ':async=1:first_pts=0'
      const chain = soundChain(frame, { resampling, filters: [`atrim=end_pts=${MAX_SAMPLES}`] })
      if (!filters || chain[0] !== sourceInUse) {
        if (filters) yield* filters.filter(null)
        filters?.[Symbol.dispose]()
        filters = await openFilters(chain)
        sourceInUse = chain[0]
      }
      frame.pts = BigInt(Math.round(second * sampleRate))
      yield* filters.filter(frame)
    }
    if (filters) yield* filters.filter(null)
  } finally {
    filters?.[Symbol.dispose]()
  }
}
