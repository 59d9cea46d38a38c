import { AV_NOPTS_VALUE, AVDISCARD_ALL, AVSEEK_FLAG_BACKWARD } from 'node-av/constants'
import { FFmpegError, type FormatContext, type Stream } from 'node-av/lib'
import { readPackets } from './read-packets.ts'

/** Pictures that come earlier in a file than they are shown, at most (ITU-T H.264, E.2.1: max_num_reorder_frames). */
const MAX_REORDERED = 16

/** Where a picture is. Times are in units of its stream. */
export type Place = {
  /** When the picture begins to be shown. */
  time: bigint
  /** The picture before it at which decoding can begin, and the time to seek to so that it comes. */
  key: bigint
  from: bigint
}

/**
 * Finds the picture of a stream that is shown at `at`, else the first one of all, by reading on from where a seek to `from` leads, or
 * from earlier where decoding cannot begin there. It decodes nothing. Null where there is none.
 */
export async function findPicture(
  format: FormatContext,
  picture: Stream,
  { from, at }: { from: bigint; at: bigint },
): Promise<Place | null> {
  readAlone(format, picture)
  const beginning = beginningOf(picture)
  let seekTo = from > beginning ? from : beginning
  let stepBack = 0n
  for (;;) {
    const isBeginning = seekTo === beginning
    await seekPicture(format, picture, seekTo)
    const { first, key, shown, next } = await scan(format, picture, { at, isBeginning })
    const time = shown ?? (isBeginning ? next : null)
    if (time !== null && key !== null) return { time, key, from: seekTo }
    if (isBeginning) return null
    // Most containers know where decoding can begin, and one step leads to the place before.
    const earlier = (first !== null && first < seekTo ? first : seekTo) - 1n - stepBack
    seekTo = earlier > beginning ? earlier : beginning
    stepBack = stepBack * 2n || oneSecond(picture)
  }
}

/** From now on the file is read from a place at or before `time`. */
export async function seekPicture(format: FormatContext, { index }: Stream, time: bigint): Promise<void> {
  FFmpegError.throwIfError(await format.seekFrame(index, time, AVSEEK_FLAG_BACKWARD), 'seeking in it failed')
}

/** Whatever else the file holds may lie far away in it. */
function readAlone({ streams }: FormatContext, { index }: Stream): void {
  for (const stream of streams) if (stream.index !== index) stream.discard = AVDISCARD_ALL
}

function beginningOf({ startTime }: Stream): bigint {
  return startTime !== AV_NOPTS_VALUE && startTime < 0n ? startTime : 0n
}

function oneSecond({ timeBase: { num, den } }: Stream): bigint {
  return BigInt(Math.max(1, Math.round(den / num)))
}

/** The last picture up to `at` that decoding comes to which begins here, and the first one after it. */
async function scan(format: FormatContext, picture: Stream, { at, isBeginning }: { at: bigint; isBeginning: boolean }) {
  let first: bigint | null = null
  let key: bigint | null = null
  let shown: bigint | null = null
  let next: bigint | null = null
  let later = 0
  for await (const { time, decodeTime, isKey, isShown } of readPackets(format, picture)) {
    if (isBeginning && first === null) key = time
    first ??= decodeTime < time ? decodeTime : time
    // Pictures that are shown before the one where decoding begins need others from before it.
    if (isKey && time <= at) key = time
    if (time > at) later += 1
    if (later > MAX_REORDERED) break
    if (!isShown) continue
    if (time > at) next = next === null || time < next ? time : next
    else if (key !== null) shown = shown === null || time > shown ? time : shown
  }
  return { first, key, shown, next }
}
