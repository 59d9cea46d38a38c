import { type CodecContext, FFmpegError, type Frame, Packet } from 'node-av/lib'

/** What an encoder makes of pictures, or of pieces of sound. Each packet is good until the next one is asked for. */
export async function* encodeFrames(encoder: CodecContext, frames: AsyncIterable<Frame>): AsyncGenerator<Packet> {
  using packet = new Packet()
  packet.alloc()
  for await (const frame of frames) {
    FFmpegError.throwIfError(await encoder.sendFrame(frame), 'encoding failed')
    yield* received(encoder, packet)
  }
  FFmpegError.throwIfError(await encoder.sendFrame(null), 'encoding failed')
  yield* received(encoder, packet)
}

async function* received(encoder: CodecContext, packet: Packet): AsyncGenerator<Packet> {
  while ((await encoder.receivePacket(packet)) >= 0) {
    yield packet
    packet.unref()
  }
}
