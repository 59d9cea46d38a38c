import { AV_NOPTS_VALUE } from 'node-av/constants'
import { type FormatContext, Frame, Packet, type Stream } from 'node-av/lib'
import { openDecoder, type Skip } from './open-decoder.ts'

/** A picture, and how long after the first one it is shown: 0 where the file does not say. */
type TimedFrame = { frame: Frame; timeMs: number }

/**
 * The pictures of a stream from its beginning, in the order they are shown, unless told otherwise without those that no other picture
 * needs. Each is good until the next one is asked for.
 */
export async function* decodeFrames(
  format: FormatContext,
  picture: Stream,
  skip: Skip = 'noref',
): AsyncGenerator<TimedFrame> {
  using decoder = await openDecoder(picture, skip)
  using packet = new Packet()
  packet.alloc()
  using frame = new Frame()
  frame.alloc()
  const { num, den } = picture.timeBase
  let start: bigint | null = null
  for (;;) {
    const isEnd = (await format.readFrame(packet)) < 0
    if (isEnd || packet.streamIndex === picture.index) {
      // What a damaged packet leaves out is made up for by the next ones, so its failure counts for nothing.
      await decoder.sendPacket(isEnd ? null : packet)
      while ((await decoder.receiveFrame(frame)) >= 0) {
        const time: bigint | null = frame.bestEffortTimestamp === AV_NOPTS_VALUE ? start : frame.bestEffortTimestamp
        start ??= time
        yield { frame, timeMs: (Number((time ?? 0n) - (start ?? 0n)) * num * 1000) / den }
        frame.unref()
      }
    }
    if (isEnd) return
    packet.unref()
  }
}
