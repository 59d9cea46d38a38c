import { AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_NOPTS_VALUE, AVDISCARD_ALL } from 'node-av/constants'
import { type CodecContext, FFmpegError, type FormatContext, Frame, type Packet, type Stream } from 'node-av/lib'
import { findPicture, type Place, seekPicture } from './find-picture.ts'
import { openDecoder, skipPictures } from './open-decoder.ts'
import { readPackets } from './read-packets.ts'

/** So many places at which decoding may begin are tried before a damaged file is given up. */
const MAX_TRIES = 3
const MICROSECONDS = 1_000_000n

/**
 * The picture of a video that is shown at a time in ms, or null where none can be decoded. Times of pictures are rounded down to whole
 * milliseconds; before the first picture the first one counts. Where the right one is damaged it is another one near it.
 */
export async function frameAt(format: FormatContext, picture: Stream, atMs: number): Promise<Frame | null> {
  for (const stream of format.streams) if (stream.index !== picture.index) stream.discard = AVDISCARD_ALL
  const at = streamTime(format, picture, atMs)
  let from = at
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const place = await findPicture(format, picture, { from, at })
    if (!place) return null
    const frame = await decodeUpTo(format, picture, place)
    if (frame) return frame
    from = place.key - 1n
  }
  return null
}

/** The picture before a time in ms at which decoding can begin: it costs little. */
export async function keyFrameAt(format: FormatContext, picture: Stream, atMs: number): Promise<Frame | null> {
  const at = streamTime(format, picture, atMs)
  const place = await findPicture(format, picture, { from: at, at })
  return place && decodeUpTo(format, picture, { ...place, time: place.key })
}

/** The last time of the stream that belongs to a millisecond. */
function streamTime({ startTime }: FormatContext, { timeBase: { num, den } }: Stream, atMs: number): bigint {
  // What comes before 0 is not shown: a sound that begins early, to be cut there.
  const start = startTime > 0n ? startTime : 0n
  const end = (start + BigInt(atMs + 1) * 1000n) * BigInt(den)
  const unit = BigInt(num) * MICROSECONDS
  return (end + unit - 1n) / unit - 1n
}

/** The picture at a place, else the last one that can be decoded on the way there. */
async function decodeUpTo(format: FormatContext, picture: Stream, { from, key, time }: Place): Promise<Frame | null> {
  await seekPicture(format, picture, from)
  using decoder = await openDecoder(picture, 'none')
  const best = new Frame()
  best.alloc()
  let hasBegun = false
  for await (const { packet, time: packetTime } of readPackets(format, picture)) {
    hasBegun ||= packetTime === key
    if (!hasBegun) continue
    const isWanted = packetTime === time
    if (canSkip(picture)) skipPictures(decoder, isWanted ? 'none' : 'noref')
    await decode(decoder, packet, { until: time, best })
    if (isWanted) break
  }
  await decode(decoder, null, { until: time, best })
  return best.width > 0 ? best : null
}

/** With other codecs some packets hold a picture that is never shown, so it is not known in time which one is wanted. */
function canSkip({ codecpar: { codecId } }: Stream): boolean {
  return codecId === AV_CODEC_ID_H264 || codecId === AV_CODEC_ID_HEVC
}

/** Decodes a packet, or what is left after the last one, and puts the last picture up to `until` that comes of it into `best`. */
async function decode(decoder: CodecContext, packet: Packet | null, { until, best }: { until: bigint; best: Frame }) {
  // What a damaged packet leaves out is made up for by the next ones, so its failure counts for nothing.
  await decoder.sendPacket(packet)
  using frame = new Frame()
  frame.alloc()
  while ((await decoder.receiveFrame(frame)) >= 0) {
    const { bestEffortTimestamp: time } = frame
    // Some containers do not say when each picture is shown: then the first one has to do.
    if ((time !== AV_NOPTS_VALUE && time <= until) || best.width === 0) {
      best.unref()
      FFmpegError.throwIfError(best.ref(frame), 'keeping a picture failed')
    }
    frame.unref()
  }
}
