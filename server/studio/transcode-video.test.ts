import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { AVCOL_RANGE_MPEG, AVCOL_SPC_BT709, AVMEDIA_TYPE_AUDIO } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeVideo, type VideoRecipe } from '#test/fixtures/make-video.ts'
import { runRecipe } from '#test/fixtures/run-recipe.ts'
import { checkVideo } from '../media/check-video.ts'
import { decodeFrames } from './decode-frames.ts'
import { openMedia, pictureOf } from './open-media.ts'
import { probeMedia } from './probe-media.ts'
import { transcodeVideo } from './transcode-video.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)
const small = { seconds: 1, width: 360, height: 640, frameRate: 30 }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-transcoding-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function made(name: string, recipe: Partial<VideoRecipe>): Promise<string> {
  await makeVideo({ ...small, ...recipe, path: inFolder(name) })
  return name
}

async function transcoded(name: string, limits: Partial<Parameters<typeof transcodeVideo>[1]> = {}): Promise<string> {
  const { mimeType, durationMs } = await probeMedia(inFolder(name))
  const path = inFolder(`${name}.out.mp4`)
  await transcodeVideo(
    { path, source: { path: inFolder(name), mimeType, durationMs } },
    { timeoutMs: 60_000, ...limits },
  )
  return path
}

type Seen = { count: number; brightAt: number; isTopBright: boolean; isVideoRange: boolean; isHdtv: boolean }

/** What a person would see: how many pictures, the first bright one, and whether a picture is brighter above than below. */
async function look(path: string): Promise<Seen> {
  await using format = await openMedia(path, 'video/mp4')
  if (!format) throw new Error('This is no MP4.')
  const seen: Seen = { count: 0, brightAt: -1, isTopBright: false, isVideoRange: true, isHdtv: true }
  for await (const { frame, timeMs } of decodeFrames(format, pictureOf(format), 'none')) {
    const [top, bottom] = brightness(frame)
    seen.count += 1
    seen.isTopBright = top > bottom + 50
    seen.isVideoRange &&= frame.colorRange === AVCOL_RANGE_MPEG
    seen.isHdtv &&= frame.colorSpace === AVCOL_SPC_BT709
    if (seen.brightAt < 0 && top > 150) seen.brightAt = timeMs
  }
  return seen
}

function brightness(frame: Frame): [number, number] {
  const pixels = frame.width * frame.height
  const luma = frame.toBuffer().subarray(0, pixels)
  const mean = (half: Buffer) => half.reduce((sum, value) => sum + value, 0) / half.length
  return [mean(luma.subarray(0, pixels / 2)), mean(luma.subarray(pixels / 2))]
}

/** How long there is something to hear, and from when on it is loud. */
async function listen(path: string): Promise<{ durationMs: number; loudAt: number; channels: number }> {
  await using format = await openMedia(path, 'video/mp4')
  const sound = format?.streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_AUDIO)
  if (!format || !sound) throw new Error('There is no sound.')
  const heard = { durationMs: 0, loudAt: -1, channels: 0 }
  for await (const { frame, timeMs } of decodeFrames(format, sound, 'none')) {
    const samples = new Float32Array(Uint8Array.from(frame.data?.[0] ?? []).buffer).subarray(0, frame.nbSamples)
    const loud = samples.findIndex((value) => Math.abs(value) > 0.05)
    if (heard.loudAt < 0 && loud >= 0) heard.loudAt = timeMs + (loud / frame.sampleRate) * 1000
    heard.durationMs = timeMs + (frame.nbSamples / frame.sampleRate) * 1000
    heard.channels = frame.channels
  }
  return heard
}

const camera = {
  container: 'mpegts',
  encoderOptions: { flags: '+ildct+ilme' },
  filters: 'setfield=tff,setsar=16/15',
} as const
const bright = { codec: 'mjpeg', filters: 'format=yuvj444p' } as const
const hlg = 'format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc'
const uneven = "setpts='if(lt(N,15),N,15+(N-15)*2)/30/TB'"

describe('an MP4 as TikTok recommends it is made of', () => {
  test.each<[string, Partial<VideoRecipe>, [width: number, height: number, pictures: number]]>([
    ['uneven-and-narrow.mp4', { filters: uneven, width: 360, height: 800, withAudio: true }, [450, 800, 44]],
    ['fast-and-small.mp4', { frameRate: 60, width: 300, height: 200, withAudio: true }, [540, 360, 30]],
    ['slow-odd-and-bright.mov', { frameRate: 15, width: 641, height: 361, ...bright }, [640, 360, 30]],
    ['large.mp4', { width: 4200, height: 2400, seconds: 0.03 }, [4096, 2340, 1]],
    ['hdr.mp4', { codec: 'hevc', filters: hlg }, [360, 640, 30]],
    ['old.avi', { codec: 'mpeg4', withAudio: true, frameRate: 25 }, [360, 640, 31]],
    ['browser.webm', { codec: 'vp9', withAudio: true }, [360, 640, 30]],
    ['camera.ts', { codec: 'mpeg2', width: 720, height: 576, frameRate: 25, ...camera }, [768, 576, 30]],
  ])('%s: %o', async (name, recipe, [width, height, pictures]) => {
    const path = await transcoded(await made(name, recipe))
    const probe = await probeMedia(path)
    expect(probe).toMatchObject({ mimeType: 'video/mp4', codec: 'h264', width, height, rotation: 0, frameRate: 30 })
    expect(probe).toMatchObject({ hasAudio: recipe.withAudio === true, audioCodec: recipe.withAudio ? 'aac' : null })
    const findings = checkVideo(probe, (await stat(path)).size)
    expect(findings.filter(({ code, level }) => level !== 'ok' && code !== 'duration')).toEqual([])
    expect(await look(path)).toMatchObject({ count: pictures, isVideoRange: true, isHdtv: true })
    const file = await readFile(path)
    expect(file.indexOf('moov')).toBeLessThan(file.indexOf('mdat'))
    if (!recipe.withAudio) return
    const sound = await listen(path)
    expect(sound.channels).toBe(2)
    expect(Math.abs(sound.durationMs - 1000)).toBeLessThan(60)
  })

  test('a phone film on its side, which stands upright then', async () => {
    const filters = 'drawbox=color=black:t=fill,drawbox=x=0:w=iw/2:color=white:t=fill'
    const path = await transcoded(await made('side.mov', { width: 640, height: 360, rotation: 90, filters }))
    expect(await probeMedia(path)).toMatchObject({ width: 360, height: 640, rotation: 0 })
    expect(await look(path)).toMatchObject({ isTopBright: true })
  })

  test('HDR, whose brightest lights stay the brightest', async () => {
    const lights = "format=yuv420p10le,geq=lum='if(lt(Y,H/2),940,512)':cb=512:cr=512"
    const filters = `${lights},setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc`
    const path = await transcoded(await made('lights.mp4', { codec: 'hevc', seconds: 0.2, filters }))
    expect(await look(path)).toMatchObject({ isTopBright: true })
  })
})

test('picture and sound stay together, wherever the file begins and whichever of them begins later', async () => {
  const picture =
    "color=black:size=360x640:rate=30:duration=1,drawbox=enable='gte(t,0.4)':color=white:t=fill,setpts=PTS+0.3/TB,format=yuv420p"
  const sound = "sine=sample_rate=44100:duration=1,volume=0:enable='lt(t,0.4)'"
  const tracks = [
    { source: picture, encoder: 'libx264', options: { preset: 'ultrafast' } },
    { source: sound, encoder: 'aac', options: {} },
  ]
  await runRecipe({ path: inFolder('later.ts'), format: 'mpegts', tracks, muxerOptions: {} })
  const path = await transcoded('later.ts')
  const { brightAt } = await look(path)
  const { loudAt } = await listen(path)
  expect(Math.abs(brightAt - loudAt - 300)).toBeLessThan(40)
})

describe('a source that is damaged', () => {
  const scrambled = async (name: string, from: number, to: number) => {
    const content = await readFile(inFolder(await made(`whole${extname(name)}`, { withAudio: true })))
    const pictures = content.indexOf('mdat') + 4
    const at = (share: number) => pictures + Math.round((content.length - pictures) * share)
    await writeFile(inFolder(name), content.fill(0x5a, at(from), at(to)))
    return name
  }

  test('in some places is mended around them', async () => {
    expect(await look(await transcoded(await scrambled('spots.mp4', 0.4, 0.45)))).toMatchObject({ count: 30 })
  })

  test('so that it cannot be read on is told so', async () => {
    const half = await scrambled('half.mkv', 0.5, 1)
    await expect(transcoded(half)).rejects.toThrow(/only the first 0\.\d s of 1\.0 s can be read/)
  })

  test('all over is told so', async () => {
    const all = await scrambled('all.mp4', 0, 1)
    await expect(transcoded(all)).rejects.toThrow('none of its pictures can be shown')
  })
})

describe('the program that does it', () => {
  test('tells how far it is, and ends when nobody wants it any more', async () => {
    const name = await made('long.mp4', { seconds: 8 })
    const cancelling = new AbortController()
    const told: number[] = []
    const onProgress = (progress: number) => {
      told.push(progress)
      if (progress >= 0.1) cancelling.abort()
    }
    await expect(transcoded(name, { onProgress, signal: cancelling.signal })).rejects.toThrow('aborted')
    expect(told).toEqual(told.toSorted((one, other) => one - other))
    expect(told.at(-1)).toBeLessThan(0.9)
  })

  test('says so when there is no room for what it makes', async () => {
    const source = { path: inFolder('whole.mp4'), mimeType: 'video/mp4', durationMs: 1000 }
    const transcoding = transcodeVideo({ path: '/dev/full', source }, { timeoutMs: 60_000 })
    await expect(transcoding).rejects.toMatchObject({ code: 'ENOSPC' })
  })

  test('is ended after its time', async () => {
    await expect(transcoded('whole.mp4', { timeoutMs: 1 })).rejects.toMatchObject({ timeoutMs: 1 })
  })
})
