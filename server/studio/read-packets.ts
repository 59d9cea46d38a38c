import { AV_NOPTS_VALUE, AV_PKT_FLAG_DISCARD, AV_PKT_FLAG_KEY } from 'node-av/constants'
import { type FormatContext, Packet, type Stream } from 'node-av/lib'

/** A compressed picture. Times are in units of the stream's time base. */
export type PicturePacket = {
  packet: Packet
  /** When it is shown. */
  time: bigint
  /** When it is decoded: never after it is shown, and in the order of the packets. */
  decodeTime: bigint
  /** Decoding may begin here. */
  isKey: boolean
  /** False: others need it, and an edit of the file leaves it out. */
  isShown: boolean
}

/** The packets of one stream from where the file is being read. Each is good until the next one is asked for. */
export async function* readPackets(format: FormatContext, picture: Stream): AsyncGenerator<PicturePacket> {
  using packet = new Packet()
  packet.alloc()
  let decodeTime: bigint | null = null
  while ((await format.readFrame(packet)) >= 0) {
    if (packet.streamIndex === picture.index) {
      const { pts, dts } = packet
      const time = pts === AV_NOPTS_VALUE ? dts : pts
      decodeTime = dts === AV_NOPTS_VALUE ? (decodeTime ?? time) : dts
      const isKey = packet.hasFlags(AV_PKT_FLAG_KEY)
      const isShown = !packet.hasFlags(AV_PKT_FLAG_DISCARD)
      if (time !== AV_NOPTS_VALUE) yield { packet, time, decodeTime, isKey, isShown }
    }
    packet.unref()
  }
}
