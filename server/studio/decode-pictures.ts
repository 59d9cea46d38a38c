import { AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_NOPTS_VALUE } from 'node-av/constants'
import { type CodecContext, FFmpegError, type FormatContext, Frame, type Packet, type Stream } from 'node-av/lib'
import { type Place, seekPicture } from './find-picture.ts'
import { openDecoder, skipPictures } from './open-decoder.ts'
import { readPackets } from './read-packets.ts'

/** Some pictures that one run of the decoder comes to, by their times from the first to the last. */
export type Route = Pick<Place, 'key' | 'from'> & { times: readonly bigint[] }

/**
 * Decodes the pictures of a route in their order; in the place of one that is damaged comes the last one before it that is not. Each is
 * good until the next one is asked for.
 */
export async function* decodePictures(format: FormatContext, picture: Stream, route: Route): AsyncGenerator<Frame> {
  const [...missing] = route.times
  using last = new Frame()
  last.alloc()
  for await (const frame of decodeRoute(format, picture, route)) {
    const time = frame.bestEffortTimestamp
    // Some containers do not say when each picture is shown: then the first one has to do.
    if (time === AV_NOPTS_VALUE && last.width > 0) continue
    while (last.width > 0 && missing[0] !== undefined && missing[0] < time) {
      missing.shift()
      yield last
    }
    if (missing.length === 0) return
    last.unref()
    FFmpegError.throwIfError(last.ref(frame), 'keeping a picture failed')
  }
  if (last.width > 0) yield last
}

/** All pictures on the way that others need, and those of the route. */
async function* decodeRoute(format: FormatContext, picture: Stream, { from, key, times }: Route) {
  await seekPicture(format, picture, from)
  using decoder = await openDecoder(picture, 'none')
  const wanted = new Set(times)
  let hasBegun = false
  for await (const { packet, time } of readPackets(format, picture)) {
    hasBegun ||= time === key
    if (!hasBegun) continue
    const isWanted = wanted.delete(time)
    if (canSkip(picture)) skipPictures(decoder, isWanted ? 'none' : 'noref')
    yield* decode(decoder, packet)
    if (wanted.size === 0) break
  }
  yield* decode(decoder, null)
}

/** With other codecs some packets hold a picture that is never shown, so it is not known in time which one is wanted. */
function canSkip({ codecpar: { codecId } }: Stream): boolean {
  return codecId === AV_CODEC_ID_H264 || codecId === AV_CODEC_ID_HEVC
}

/** What comes of a packet, or is left after the last one. */
async function* decode(decoder: CodecContext, packet: Packet | null): AsyncGenerator<Frame> {
  // What a damaged packet leaves out is made up for by the next ones, so its failure counts for nothing.
  await decoder.sendPacket(packet)
  using frame = new Frame()
  frame.alloc()
  while ((await decoder.receiveFrame(frame)) >= 0) {
    yield frame
    frame.unref()
  }
}
