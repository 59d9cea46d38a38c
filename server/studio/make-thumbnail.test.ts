import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AVCOL_RANGE_JPEG } from 'node-av/constants'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeVideo } from '#test/fixtures/make-video.ts'
import { runRecipe } from '#test/fixtures/run-recipe.ts'
import { decodeFrames } from './decode-frames.ts'
import { drawThumbnail } from './draw-thumbnail.ts'
import { isDark } from './is-dark.ts'
import { makeThumbnail } from './make-thumbnail.ts'
import { openMedia, pictureOf } from './open-media.ts'
import { probeMedia } from './probe-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)
const small = { seconds: 2, width: 640, height: 360, frameRate: 30 }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-thumbnails-'))
  await makeVideo({ ...small, path: inFolder('plain.mp4'), withAudio: true })
})
afterAll(() => rm(folder, { recursive: true }))

async function thumbnailOf(name: string): Promise<string> {
  const path = inFolder(name)
  const { mimeType, durationMs } = await probeMedia(path)
  await makeThumbnail({ path, mimeType, durationMs: durationMs ?? 0 }, `${path}.jpg`)
  return `${path}.jpg`
}

type Seen = { isDark: boolean; isFullRange: boolean; redEdge: string | undefined }

/** What a person would see: the video of the tests has a red bar on its left. */
async function look(path: string): Promise<Seen> {
  await using format = await openMedia(path, 'image/jpeg')
  if (!format) throw new Error('This is no JPEG.')
  for await (const { frame } of decodeFrames(format, pictureOf(format))) {
    const width = Math.ceil(frame.width / 2)
    const height = Math.ceil(frame.height / 2)
    // YUV 4:2:0: after the luma and the blue come the red differences, one for 2 × 2 pixels.
    const red = frame.toBuffer().subarray(-width * height)
    const at = (x: number, y: number) => red[Math.round(y * (height - 1)) * width + Math.round(x * (width - 1))] ?? 0
    const edges = { left: at(0.02, 0.6), right: at(0.98, 0.6), top: at(0.6, 0.02), bottom: at(0.6, 0.98) }
    const [redEdge] = Object.entries(edges).find(([, value]) => value > 230) ?? []
    return { isDark: isDark(frame), isFullRange: frame.colorRange === AVCOL_RANGE_JPEG, redEdge }
  }
  throw new Error('The JPEG holds no picture.')
}

async function madeFrom(name: string, source: string): Promise<string> {
  const track = { source: `${source},format=yuv420p`, encoder: 'libx264', options: { preset: 'ultrafast' } }
  await runRecipe({ path: inFolder(name), format: 'mp4', tracks: [track], muxerOptions: {} })
  return thumbnailOf(name)
}

describe('the thumbnail is a JPEG of', () => {
  test('a video, at most 480 px on each side and a few kB', async () => {
    const path = await thumbnailOf('plain.mp4')
    expect(await probeMedia(path)).toMatchObject({ mimeType: 'image/jpeg', width: 480, height: 270 })
    expect(await look(path)).toEqual({ isDark: false, isFullRange: true, redEdge: 'left' })
    expect((await stat(path)).size).toBeLessThan(40_000)
  })

  test.each([
    [90, 'top', { width: 270, height: 480 }],
    [180, 'right', { width: 480, height: 270 }],
    [270, 'bottom', { width: 270, height: 480 }],
  ] as const)('a film that players turn by %i degrees, upright', async (rotation, redEdge, size) => {
    const name = `turned-${rotation}.mov`
    await makeVideo({ ...small, path: inFolder(name), rotation })
    const path = await thumbnailOf(name)
    expect(await probeMedia(path)).toMatchObject(size)
    expect(await look(path)).toMatchObject({ redEdge })
  })

  test.each([
    ['vp8.webm', 'vp8'],
    ['vp9.webm', 'vp9'],
    ['hevc.mp4', 'hevc'],
    ['mpeg4.mp4', 'mpeg4'],
    ['h264.mkv', 'h264'],
  ] as const)('%s with %s', async (name, codec) => {
    await makeVideo({ ...small, path: inFolder(name), codec })
    expect(await look(await thumbnailOf(name))).toMatchObject({ redEdge: 'left', isDark: false })
  })

  test('HDR', async () => {
    const filters = 'format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc'
    await makeVideo({ ...small, path: inFolder('hdr.mp4'), seconds: 0.2, codec: 'hevc', filters })
    expect(await look(await thumbnailOf('hdr.mp4'))).toMatchObject({
      redEdge: 'left',
      isDark: false,
      isFullRange: true,
    })
  })

  test('a video smaller than a thumbnail, in its own size', async () => {
    await makeVideo({ ...small, path: inFolder('tiny.mp4'), width: 90, height: 160 })
    expect(await probeMedia(await thumbnailOf('tiny.mp4'))).toMatchObject({ width: 90, height: 160 })
  })

  test('a video with pixels that are not square, as players show it', async () => {
    const path = await madeFrom('wide-pixels.mp4', 'testsrc2=size=360x360:duration=1,setsar=2')
    expect(await probeMedia(path)).toMatchObject({ width: 480, height: 240 })
  })

  test('a video of a fifth of a second', async () => {
    await makeVideo({ ...small, path: inFolder('short.mp4'), seconds: 0.2 })
    expect(await look(await thumbnailOf('short.mp4'))).toMatchObject({ redEdge: 'left' })
  })

  test.each([
    ['black for nearly 2 s', 4, 1.8],
    ['short and black at its beginning', 0.9, 0.4],
  ])('a video that is %s, where it shows something', async (_, seconds, blackSeconds) => {
    const fade = `fade=t=in:start_time=${blackSeconds}:duration=0.1`
    const path = await madeFrom(`black-${seconds}.mp4`, `testsrc2=size=640x360:rate=30:duration=${seconds},${fade}`)
    expect(await look(path)).toMatchObject({ isDark: false, redEdge: 'left' })
  })

  test('a video that is black from beginning to end', async () => {
    expect(await look(await madeFrom('black.mp4', 'color=black:size=640x360:duration=6'))).toMatchObject({
      isDark: true,
    })
  })
})

test('where decoding is slow, the first picture is good enough, dark or not', async () => {
  await madeFrom('slow.mp4', 'testsrc2=size=640x360:rate=30:duration=3,fade=t=in:start_time=2:duration=0.1')
  const video = { path: inFolder('slow.mp4'), mimeType: 'video/mp4', durationMs: 3000 }
  await writeFile(inFolder('slow.jpg'), await drawThumbnail(video, { lookForMs: 0 }))
  expect(await look(inFolder('slow.jpg'))).toMatchObject({ isDark: true })
})

describe('there is no thumbnail', () => {
  const plain = () => ({ path: inFolder('plain.mp4'), mimeType: 'video/mp4', durationMs: 2000 })

  test('of pictures that are scrambled', async () => {
    const scrambled = await readFile(inFolder('plain.mp4'))
    await writeFile(inFolder('scrambled.mp4'), scrambled.fill(0x5a, scrambled.indexOf('mdat') + 4))
    await expect(thumbnailOf('scrambled.mp4')).rejects.toThrow(UnreadableMediaError)
  })

  test('of a container that we do not open', async () => {
    const drawn = makeThumbnail({ ...plain(), mimeType: 'application/mxf' }, inFolder('unread.jpg'))
    await expect(drawn).rejects.toThrow('There is no reader for application/mxf')
  })

  test('of a codec that next to nobody uses, and so nobody looks after its decoder', async () => {
    const track = { source: 'testsrc2=size=640x360:duration=0.2,format=yuv420p', encoder: 'asv1', options: {} }
    await runRecipe({ path: inFolder('asv1.avi'), format: 'avi', tracks: [track], muxerOptions: {} })
    expect(await probeMedia(inFolder('asv1.avi'))).toMatchObject({ codec: 'asv1', width: 640, isDecodable: false })
    await expect(thumbnailOf('asv1.avi')).rejects.toThrow('asv1 cannot be decoded here.')
  })

  test('when drawing it crashes, here for want of memory', async () => {
    const drawn = makeThumbnail(plain(), inFolder('crash.jpg'), { memoryMb: 0 })
    await expect(drawn).rejects.toThrow(/crash/)
  })

  test('when drawing it does not end', async () => {
    const drawn = makeThumbnail(plain(), inFolder('endless.jpg'), { timeoutMs: 1 })
    await expect(drawn).rejects.toThrow('could not be read within')
  })
})
