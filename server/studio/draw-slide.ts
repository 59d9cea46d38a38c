import { AV_PIX_FMT_RGB24 } from 'node-av/constants'
import { FFmpegError, FilterGraph, Frame } from 'node-av/lib'
import sharp, { type OverlayOptions } from 'sharp'
import type { SlideshowFill } from '#shared/api/media.ts'

export const SLIDE = { width: 1080, height: 1920 } as const

/** The background is blurred small, which costs a hundredth and looks the same. */
const BLUR = { factor: 10, sigma: 4, brightness: 0.7 }

/** An image as the picture of a slideshow: whole, upright, in the middle, 4:2:0 in the colours of HDTV (BT.709, tv range). */
export async function drawSlide(path: string, fill: SlideshowFill): Promise<Frame> {
  const { width, height } = SLIDE
  const image = sharp(path, { sequentialRead: true }).rotate().toColourspace('srgb').flatten({ background: '#fff' })
  const rgb =
    fill === 'black'
      ? await image.resize(width, height, { fit: 'contain', background: '#000' }).raw().toBuffer()
      : await overBlurred(
          path,
          await image.resize(width, height, { fit: 'inside' }).png({ compressionLevel: 0 }).toBuffer(),
        )
  return toVideoColours(rgb)
}

async function overBlurred(path: string, input: OverlayOptions['input']): Promise<Buffer> {
  const { width, height } = SLIDE
  const { factor, sigma, brightness } = BLUR
  const small = await sharp(path, { sequentialRead: true })
    .rotate()
    .toColourspace('srgb')
    .flatten({ background: '#fff' })
    .resize(width / factor, height / factor, { fit: 'cover' })
    .blur(sigma)
    .modulate({ brightness })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const background = sharp(small).resize(width, height, { fit: 'fill', kernel: 'cubic' })
  return background.composite([{ input }]).removeAlpha().raw().toBuffer()
}

async function toVideoColours(rgb: Buffer): Promise<Frame> {
  const { width, height } = SLIDE
  using source = Frame.fromVideoBuffer(rgb, { width, height, format: AV_PIX_FMT_RGB24 })
  using graph = new FilterGraph()
  graph.alloc()
  graph.nbThreads = 1
  const chain = [
    `buffer@in=width=${width}:height=${height}:pix_fmt=${AV_PIX_FMT_RGB24}:time_base=1/1:colorspace=gbr:range=pc`,
    'scale=out_color_matrix=bt709:out_range=tv',
    'format=yuv420p',
    'buffersink@out',
  ]
  FFmpegError.throwIfError(graph.parse2(chain.join(',')), 'making the filters failed')
  FFmpegError.throwIfError(await graph.config(), 'preparing the filters failed')
  const slide = new Frame()
  slide.alloc()
  FFmpegError.throwIfError((await graph.getFilter('buffer@in')?.buffersrcAddFrame(source)) ?? -1, 'filtering failed')
  FFmpegError.throwIfError(
    (await graph.getFilter('buffersink@out')?.buffersinkGetFrame(slide)) ?? -1,
    'filtering failed',
  )
  return slide
}
