import { AV_PKT_FLAG_KEY } from 'node-av/constants'
import { type CodecContext, Dictionary, FFmpegError, FormatContext, Packet, Rational, type Stream } from 'node-av/lib'

/** `pts` says when it is shown, `dts` when a player must have it, both in the encoder's time. */
type TimedPicture = { data: Buffer; pts: number; dts: number; isKey: boolean }

/** An MP4 that players can begin before they have all of it (fast start). */
export async function openMovie(path: string) {
  const format = new FormatContext()
  FFmpegError.throwIfError(format.allocOutputContext2(null, 'mp4', `file:${path}`), 'preparing the file failed')
  FFmpegError.throwIfError(await format.openOutput(), 'opening the file failed')
  const timeBases = new Map<Stream, Rational>()

  return {
    addTrack(encoder: CodecContext): Stream {
      const stream = format.newStream()
      FFmpegError.throwIfError(stream.codecpar.fromContext(encoder), 'describing a track failed')
      const { num, den } = encoder.timeBase
      stream.timeBase = new Rational(num, den)
      timeBases.set(stream, new Rational(num, den))
      return stream
    },

    async begin(): Promise<void> {
      const options = Dictionary.fromObject({ movflags: '+faststart' })
      FFmpegError.throwIfError(await format.writeHeader(options), 'writing the file failed')
    },

    /** A packet of an encoder, in the encoder's time. It is empty afterwards. */
    async write(stream: Stream, packet: Packet): Promise<void> {
      packet.streamIndex = stream.index
      packet.rescaleTs(timeBases.get(stream) ?? stream.timeBase, stream.timeBase)
      FFmpegError.throwIfError(await format.interleavedWriteFrame(packet), 'writing the file failed')
    },

    /** A picture that is shown for one unit of the encoder's time. */
    async writePicture(stream: Stream, { data, pts, dts, isKey }: TimedPicture): Promise<void> {
      using packet = new Packet()
      packet.alloc()
      packet.data = data
      packet.pts = BigInt(pts)
      packet.dts = BigInt(dts)
      packet.duration = 1n
      if (isKey) packet.setFlags(AV_PKT_FLAG_KEY)
      await this.write(stream, packet)
    },

    async end(): Promise<void> {
      FFmpegError.throwIfError(await format.writeTrailer(), 'ending the file failed')
    },

    async [Symbol.asyncDispose](): Promise<void> {
      await format.closeOutput()
      format.freeContext()
    },
  }
}
