import { AV_NOPTS_VALUE } from 'node-av/constants'
import { Codec, CodecContext, FFmpegError, type FormatContext, Frame, Packet, type Stream } from 'node-av/lib'

/** Each thread of a decoder holds a picture of its own in memory. */
const DECODER_THREADS = 2

/** A picture, and how long after the first one it is shown: 0 where the file does not say. */
type TimedFrame = { frame: Frame; timeMs: number }

/**
 * The pictures of a stream from its beginning, in the order they are shown, without those that no other picture needs: that saves a
 * third of the time. Each is good until the next one is asked for.
 */
export async function* decodeFrames(
  format: FormatContext,
  picture: Stream,
  skip: 'noref' | 'none' = 'noref',
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

async function openDecoder({ codecpar, timeBase }: Stream, skip: string): Promise<CodecContext> {
  const codec = Codec.findDecoder(codecpar.codecId)
  if (!codec) throw new Error('there is no decoder for it')
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  FFmpegError.throwIfError(decoder.parametersToContext(codecpar), 'preparing its decoder failed')
  decoder.pktTimebase = timeBase
  decoder.threadCount = DECODER_THREADS
  FFmpegError.throwIfError(decoder.setOption('skip_frame', skip), 'preparing its decoder failed')
  FFmpegError.throwIfError(await decoder.open2(codec), 'opening its decoder failed')
  return decoder
}
