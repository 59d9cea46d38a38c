import { AV_CODEC_FLAG_GLOBAL_HEADER, AV_PICTURE_TYPE_I, AV_PICTURE_TYPE_P } from 'node-av/constants'
import { type CodecContext, Dictionary, FFmpegError, type Frame, Packet } from 'node-av/lib'
import { prepareX264 } from './prepare-x264.ts'

/** A picture for the encoder. A key picture is a still; what is none is seen through a fade only. */
export type Picture = { frame: Frame; isKey: boolean }

type Wish = { width: number; height: number; frameRate: number; fades: boolean }

/** Quantisers of x264. A still is looked at for seconds; `-preset medium -crf 23` spends as much on a picture that stays. */
const KEY_QUANTISER = 18
const FADE_QUANTISER = 28

/** Gives what comes of each picture, in their order and one for one: H.264 High, 4:2:0, as byte streams. */
export async function* encodeStills(encoder: CodecContext, pictures: AsyncIterable<Picture>): AsyncGenerator<Buffer> {
  using packet = new Packet()
  packet.alloc()
  let count = 0n
  for await (const { frame, isKey } of pictures) {
    frame.pts = count
    frame.pictType = isKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_P
    FFmpegError.throwIfError(await encoder.sendFrame(frame), 'encoding a picture failed')
    count += 1n
    yield* received(encoder, packet)
  }
  FFmpegError.throwIfError(await encoder.sendFrame(null), 'encoding the last picture failed')
  yield* received(encoder, packet)
}

/** An x264 for `encodeStills`: one key picture after the other, or each followed by the next one as what a fade leads to. */
export async function openStillEncoder(wish: Wish): Promise<CodecContext> {
  const { codec, encoder } = prepareX264(wish, wish.frameRate)
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
  const options = Dictionary.fromObject({ preset: 'fast', 'forced-idr': '1', 'x264-params': x264Params(wish) })
  FFmpegError.throwIfError(await encoder.open2(codec, options), 'opening x264 failed')
  return encoder
}

/** Nothing that depends on what comes before or after, and no CABAC: we write pictures of our own between x264's. */
function x264Params({ fades }: Wish): string {
  const params = {
    crf: fades ? FADE_QUANTISER : KEY_QUANTISER,
    // The quality of a picture shall not depend on how much there is in it.
    qcomp: 1,
    // Key pictures among others get a better quantiser by this ratio (6 steps double it), the very first one is told.
    ...(fades && { ipratio: 2 ** ((FADE_QUANTISER - KEY_QUANTISER) / 6), zones: `0,0,q=${KEY_QUANTISER}` }),
    cabac: 0,
    ref: 1,
    weightp: 0,
    // None is x264's own. But it prepares the stream for so many: for numbers long enough to say when ours are shown.
    bframes: fades ? 16 : 0,
    'b-adapt': 0,
    keyint: 'infinite',
    scenecut: 0,
    mbtree: 0,
    'rc-lookahead': 0,
  }
  return Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join(':')
}

async function* received(encoder: CodecContext, packet: Packet): AsyncGenerator<Buffer> {
  while ((await encoder.receivePacket(packet)) >= 0) {
    if (packet.data) yield Buffer.from(packet.data)
    packet.unref()
  }
}
