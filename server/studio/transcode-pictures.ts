import { AV_NOPTS_VALUE, AV_PICTURE_TYPE_NONE } from 'node-av/constants'
import type { CodecContext, Frame, Packet } from 'node-av/lib'
import { VIDEO_MAX_DURATION_MS } from '#shared/limits.ts'
import { chooseForTicks, fillTicks, type TimedPicture } from './constant-rate.ts'
import { decodeFrames } from './decode-frames.ts'
import { encodeFrames } from './encode-frames.ts'
import { type Filters, openFilters } from './open-filters.ts'
import type { Track } from './open-tracks.ts'
import { isInterlacedFrame, type PictureWish, pictureChain } from './picture-chain.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

type Look = Omit<PictureWish, 'isInterlaced'>

/** The pictures of a video as an encoder makes them of it, one for each tick of the constant rate. */
export async function* transcodePictures(encoder: CodecContext, track: Track, look: Look): AsyncGenerator<Packet> {
  let endTick = 0
  const timed = timePictures(track, look.frameRate, (tick) => {
    endTick = Math.max(endTick, tick)
  })
  const drawn = draw(chooseForTicks(timed), look)
  yield* encodeFrames(
    encoder,
    fillTicks(drawn, () => endTick),
  )
}

async function* timePictures(
  { format, stream, start }: Track,
  frameRate: number,
  tellEnd: (endTick: number) => void,
): AsyncGenerator<TimedPicture> {
  const { num, den } = stream.timeBase
  const ticksPerUnit = (num / den) * frameRate
  const maxTick = (VIDEO_MAX_DURATION_MS / 1000) * frameRate
  let tick = 0
  for await (const { frame } of decodeFrames(format, stream, 'none')) {
    const time = frame.bestEffortTimestamp
    // A picture without a time comes after the one before.
    const exactTick = time === AV_NOPTS_VALUE ? tick + 1 : Number(time) * ticksPerUnit - start * frameRate
    // Of two pictures that are as near to it the later one: every second one of 60 a second, from the first to the last.
    tick = Math.max(0, Math.ceil(exactTick - 0.5))
    if (tick > maxTick)
      throw new UnreadableMediaError('The video goes on after 10 minutes, although it says otherwise.')
    const exactEnd = exactTick + Number(frame.duration) * ticksPerUnit
    tellEnd(Math.min(maxTick, Math.max(tick + 1, Math.round(exactEnd))))
    yield { frame, tick }
  }
}

/** Upright, in the wanted size and colours; the time of each is its tick. */
async function* draw(pictures: AsyncIterable<TimedPicture>, look: Look): AsyncGenerator<Frame> {
  let isInterlaced = false
  let filters: Filters | null = null
  let chainInUse = ''
  try {
    for await (const { frame, tick } of pictures) {
      isInterlaced ||= isInterlacedFrame(frame)
      const chain = pictureChain(frame, { ...look, isInterlaced })
      // A stream may change its size or its colours on the way.
      if (!filters || chain.join() !== chainInUse) {
        if (filters) yield* forEncoder(filters.filter(null))
        filters?.[Symbol.dispose]()
        filters = await openFilters(chain)
        chainInUse = chain.join()
      }
      frame.pts = BigInt(tick)
      yield* forEncoder(filters.filter(frame))
    }
    if (filters) yield* forEncoder(filters.filter(null))
  } finally {
    filters?.[Symbol.dispose]()
  }
}

/** Which picture is a key picture is the encoder's choice, not that of the source. */
async function* forEncoder(frames: AsyncIterable<Frame>): AsyncGenerator<Frame> {
  for await (const frame of frames) {
    frame.pictType = AV_PICTURE_TYPE_NONE
    yield frame
  }
}
