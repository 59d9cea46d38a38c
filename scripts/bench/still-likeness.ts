import { AV_LOG_ERROR, AV_PIX_FMT_RGB24, AV_PIX_FMT_YUV420P } from 'node-av/constants'
import { FFmpegError, FilterGraph, Frame, Log } from 'node-av/lib'
import sharp from 'sharp'
import { decodeFrames } from '#server/studio/decode-frames.ts'
import { openMedia, pictureOf } from '#server/studio/open-media.ts'

const SIZE = '1080x1920'

export type Likeness = { mean: number; worst: number; frameCount: number }
type Shown = { path: string; stills: string[]; framesPerImage: number; matrix: 'bt601' | 'bt709' }

/**
 * How like its stills a slideshow is: SSIM of FFmpeg, all planes, of the picture in the middle of each still's time against that still
 * in 4:2:0 and the colours of the video. 1 is the same.
 */
export async function measureLikeness({ path, stills, framesPerImage, matrix }: Shown): Promise<Likeness> {
  await using format = await openMedia(path, 'video/mp4')
  if (!format) throw new Error(`${path} is no MP4.`)
  Log.setLevel(AV_LOG_ERROR)
  const values: number[] = []
  let count = 0
  for await (const { frame } of decodeFrames(format, pictureOf(format), 'none')) {
    const still = stills[Math.floor(count / framesPerImage)]
    if (still && count % framesPerImage === Math.floor(framesPerImage / 2))
      values.push(await ssim(frame, still, matrix))
    count += 1
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, worst: Math.min(...values), frameCount: count }
}

async function ssim(frame: Frame, still: string, matrix: string): Promise<number> {
  const { data, info } = await sharp(still).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  using reference = Frame.fromVideoBuffer(data, { width: info.width, height: info.height, format: AV_PIX_FMT_RGB24 })
  using graph = new FilterGraph()
  graph.alloc()
  const source = (name: string, pixelFormat: number) =>
    `buffer@${name}=video_size=${SIZE}:pix_fmt=${pixelFormat}:time_base=1/30`
  const chain = [
    `${source('shown', AV_PIX_FMT_YUV420P)},setparams=range=tv:colorspace=${matrix === 'bt709' ? 'bt709' : 'smpte170m'}[shown]`,
    `${source('still', AV_PIX_FMT_RGB24)},scale=out_color_matrix=${matrix}:out_range=tv,format=yuv420p,setparams=range=tv:colorspace=${matrix === 'bt709' ? 'bt709' : 'smpte170m'}[still]`,
    '[shown][still]ssim,buffersink@out',
  ]
  FFmpegError.throwIfError(graph.parse2(chain.join(';')), 'making the filters failed')
  FFmpegError.throwIfError(await graph.config(), 'preparing the filters failed')
  using shown = frame.clone()
  if (!shown) throw new Error('A picture could not be copied.')
  shown.pts = 0n
  reference.pts = 0n
  for (const [name, picture] of [
    ['shown', shown],
    ['still', reference],
  ] as const) {
    const input = graph.getFilter(`buffer@${name}`)
    FFmpegError.throwIfError((await input?.buffersrcAddFrame(picture)) ?? -1, 'comparing failed')
    await input?.buffersrcAddFrame(null)
  }
  using compared = new Frame()
  compared.alloc()
  FFmpegError.throwIfError(
    (await graph.getFilter('buffersink@out')?.buffersinkGetFrame(compared)) ?? -1,
    'comparing failed',
  )
  return Number(compared.getMetadata().get('lavfi.ssim.All'))
}
