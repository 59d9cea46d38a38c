import { open } from 'node:fs/promises'
import {
  AV_BUFFERSRC_FLAG_KEEP_REF,
  AV_CODEC_ID_HEVC,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_UNSPECIFIED,
} from 'node-av/constants'
import { Codec, CodecContext, FFmpegError, FilterGraph, Frame, Packet } from 'node-av/lib'
import { checkPixels } from './pixel-limit.ts'
import { plainTiff } from './plain-tiff.ts'
import { type HeifPicture, readHeif } from './read-heif.ts'

/** The picture of a HEIC as a TIFF, because the reader of images knows no HEVC: its parts decoded by FFmpeg and put together. */
export async function decodeHeif(path: string): Promise<Buffer> {
  await using file = await open(path)
  const picture = await readHeif(file)
  // Its header was read by another hand before.
  checkPixels(picture)
  const { tiff, pixels } = plainTiff(picture)
  let tileWidth = 0
  let tileHeight = 0
  for (const [index, tile] of picture.tiles.entries()) {
    using frame = await decodeTile(tile.decoderConfig, await tile.read())
    using rgb = await toRgb(frame, picture.colours)
    tileWidth ||= rgb.width
    tileHeight ||= rgb.height
    const left = (index % picture.columns) * tileWidth
    const top = Math.trunc(index / picture.columns) * tileHeight
    draw(rgb, { pixels, ...picture }, { left, top })
  }
  return tiff
}

async function decodeTile(decoderConfig: Buffer, data: Buffer): Promise<Frame> {
  const codec = Codec.findDecoder(AV_CODEC_ID_HEVC)
  if (!codec) throw new Error('there is no decoder for HEVC')
  using decoder = new CodecContext()
  decoder.allocContext3(codec)
  decoder.extraData = decoderConfig
  decoder.threadCount = 1
  FFmpegError.throwIfError(await decoder.open2(codec), 'opening its decoder failed')
  using packet = new Packet()
  packet.alloc()
  packet.data = data
  FFmpegError.throwIfError(await decoder.sendPacket(packet), 'decoding the picture failed')
  FFmpegError.throwIfError(await decoder.sendPacket(null), 'decoding the picture failed')
  const frame = new Frame()
  frame.alloc()
  FFmpegError.throwIfError(await decoder.receiveFrame(frame), 'decoding the picture failed')
  return frame
}

/** Where nothing names the colours, they are those of a JPEG. */
async function toRgb(frame: Frame, colours: HeifPicture['colours']): Promise<Frame> {
  const { width, height, format } = frame
  const told = frame.colorSpace === AVCOL_SPC_UNSPECIFIED ? AVCOL_SPC_BT470BG : frame.colorSpace
  const matrix = colours?.matrix ?? told
  const isFullRange = colours?.isFullRange ?? frame.colorRange !== AVCOL_RANGE_MPEG
  const range = isFullRange ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG
  using graph = new FilterGraph()
  graph.alloc()
  graph.nbThreads = 1
  const chain = [
    `buffer@in=width=${width}:height=${height}:pix_fmt=${format}:colorspace=${matrix}:range=${range}:time_base=1/1`,
    'scale=flags=bicubic+accurate_rnd+full_chroma_int',
    'format=rgb24',
    'buffersink@out',
  ]
  FFmpegError.throwIfError(graph.parse2(chain.join(',')), 'making the filters failed')
  FFmpegError.throwIfError(await graph.config(), 'preparing the filters failed')
  const source = graph.getFilter('buffer@in')
  const sink = graph.getFilter('buffersink@out')
  if (!source || !sink) throw new Error('the filters have no ends')
  frame.colorRange = range
  const added = await source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF)
  FFmpegError.throwIfError(added, 'filtering the picture failed')
  const rgb = new Frame()
  rgb.alloc()
  FFmpegError.throwIfError(await sink.buffersinkGetFrame(rgb), 'filtering the picture failed')
  return rgb
}

type Canvas = { pixels: Buffer; width: number; height: number }

function draw(rgb: Frame, { pixels, width, height }: Canvas, { left, top }: { left: number; top: number }): void {
  const bytes = rgb.toBuffer()
  const shownBytes = Math.max(0, Math.min(rgb.width, width - left)) * 3
  const shownRows = Math.max(0, Math.min(rgb.height, height - top))
  for (let row = 0; row < shownRows; row++) {
    const from = row * rgb.width * 3
    bytes.copy(pixels, ((top + row) * width + left) * 3, from, from + shownBytes)
  }
}
