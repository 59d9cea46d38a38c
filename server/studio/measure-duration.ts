import { AV_NOPTS_VALUE } from 'node-av/constants'
import { type FormatContext, Packet, type Stream } from 'node-av/lib'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** libavutil/avutil.h, AV_TIME_BASE: the duration of a file is in microseconds. */
const MICROSECONDS_PER_MS = 1000

/** Nearly 25 days: what the library can keep. */
const MAX_MS = 2 ** 31 - 1
const MS_PER_DAY = 24 * 60 * 60 * 1000

/** Reading on would use up the time of the whole judgement. */
const GIVE_UP_MS = 5000

/**
 * The duration in ms. A file without one in its header (a recording from a browser) is read through; null where that takes longer than
 * 5 s, because there are gigabytes of it.
 */
export async function measureDuration(
  format: FormatContext,
  picture: Stream,
  { giveUpMs = GIVE_UP_MS } = {},
): Promise<number | null> {
  const { duration } = format
  const isKnown = duration !== AV_NOPTS_VALUE && duration > 0n
  const durationMs = isKnown ? Number(duration) / MICROSECONDS_PER_MS : await readThrough(format, picture, giveUpMs)
  if (durationMs === null) return null
  if (durationMs > MAX_MS)
    throw new UnreadableMediaError(
      `The file is damaged: it claims to last ${Math.round(durationMs / MS_PER_DAY)} days.`,
    )
  return Math.round(durationMs)
}

async function readThrough(format: FormatContext, picture: Stream, giveUpMs: number): Promise<number | null> {
  const endsAt = performance.now() + giveUpMs
  using packet = new Packet()
  packet.alloc()
  let start: bigint | null = null
  let end = 0n
  while ((await format.readFrame(packet)) >= 0) {
    if (performance.now() > endsAt) return null
    const time = packet.pts === AV_NOPTS_VALUE ? packet.dts : packet.pts
    if (packet.streamIndex === picture.index && time !== AV_NOPTS_VALUE) {
      start = start === null || time < start ? time : start
      end = time + packet.duration > end ? time + packet.duration : end
    }
    packet.unref()
  }
  const { num, den } = picture.timeBase
  return (Number(end - (start ?? 0n)) * num * 1000) / den
}
