import { AV_BUFFERSRC_FLAG_KEEP_REF, AVCOL_SPC_UNSPECIFIED } from 'node-av/constants'
import { FFmpegError, FilterGraph, Frame } from 'node-av/lib'

type Wish = { sidePx: number; rotation: number; as?: 'jpeg' | 'rgb' }

/** The pixels of a JPEG (BT.601, full range), or red, green and blue. */
const pixelFormats = { jpeg: 'yuv420p', rgb: 'rgb24' } as const

/** The filters of FFmpeg that turn a picture clockwise. */
const turns: Readonly<Record<number, string>> = { 90: 'transpose=clock', 180: 'hflip,vflip', 270: 'transpose=cclock' }
/** A video of this size that names no colours is meant as BT.709, as HDTV is; FFmpeg would take it for BT.601. */
const HD_SIDE_PX = 720

/** A copy of a picture that fits into a square, upright, with square pixels and the colours of a JPEG. */
export async function shrinkFrame(frame: Frame, { sidePx, rotation, as = 'jpeg' }: Wish): Promise<Frame> {
  using graph = new FilterGraph()
  graph.alloc()
  // Else one for each core of the machine, and each counts against the memory of the process.
  graph.nbThreads = 1
  const scaled = `${scaleFilter(frame, sidePx)},format=${pixelFormats[as]}`
  const chain = [sourceFilter(frame), scaled, turns[rotation], 'setsar=1', 'buffersink@out']
  FFmpegError.throwIfError(graph.parse2(chain.filter(Boolean).join(',')), 'making the filters failed')
  FFmpegError.throwIfError(await graph.config(), 'preparing the filters failed')
  const source = graph.getFilter('buffer@in')
  const sink = graph.getFilter('buffersink@out')
  if (!source || !sink) throw new Error('the filters have no ends')
  const added = await source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF)
  FFmpegError.throwIfError(added, 'filtering the picture failed')
  const shrunk = new Frame()
  shrunk.alloc()
  FFmpegError.throwIfError(await sink.buffersinkGetFrame(shrunk), 'filtering the picture failed')
  return shrunk
}

function sourceFilter({ width, height, format, colorSpace, colorRange }: Frame): string {
  return `buffer@in=width=${width}:height=${height}:pix_fmt=${format}:colorspace=${colorSpace}:range=${colorRange}:time_base=1/1`
}

function scaleFilter({ width, height, sampleAspectRatio: { num, den }, colorSpace }: Frame, sidePx: number): string {
  const shownWidth = num > 0 && den > 0 ? (width * num) / den : width
  const factor = Math.min(1, sidePx / Math.max(shownWidth, height))
  const size = [shownWidth, height].map((px) => Math.max(1, Math.round(px * factor))).join(':')
  const isUntoldHd = colorSpace === AVCOL_SPC_UNSPECIFIED && Math.min(width, height) >= HD_SIDE_PX
  return `scale=${size}:in_color_matrix=${isUntoldHd ? 'bt709' : 'auto'}:out_color_matrix=bt601:out_range=full`
}
