import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runRecipe } from '#test/fixtures/run-recipe.ts'
import { decodeFrames } from './decode-frames.ts'
import { makeSlideshow, type Slideshow } from './make-slideshow.ts'
import { openMedia, pictureOf } from './open-media.ts'
import { probeMedia } from './probe-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)

/** Plain colours, so that a pixel tells which image is seen. */
const RED = { r: 200, g: 30, b: 30 }
const BLUE = { r: 30, g: 30, b: 200 }
const GREEN = { r: 20, g: 180, b: 40 }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-slideshow-'))
  const image = (width: number, height: number, background: object) =>
    sharp({ create: { width, height, channels: 3, background: { r: 0, g: 0, b: 0, ...background } } })
  await image(1080, 1920, RED).jpeg().toFile(inFolder('red.jpg'))
  await image(600, 600, BLUE).png().toFile(inFolder('blue.png'))
  // Lies on its side, and stands when it is shown.
  await image(1920, 1080, GREEN).withMetadata({ orientation: 6 }).jpeg().toFile(inFolder('green.jpg'))
  await runRecipe({
    path: inFolder('tone.mp3'),
    format: 'mp3',
    tracks: [{ source: 'sine=frequency=440:sample_rate=44100:duration=1', encoder: 'libmp3lame', options: {} }],
    muxerOptions: {},
  })
})
afterAll(() => rm(folder, { recursive: true }))

async function make(name: string, wish: Partial<Slideshow> & { names: string[] }) {
  const { names, ...look } = wish
  const images = names.map(inFolder)
  const path = inFolder(name)
  const told: number[] = []
  const usual = { sound: null, secondsPerImage: 1, transition: 'none', fill: 'black' } as const
  await makeSlideshow({ ...usual, ...look, path, images }, { onProgress: (progress) => told.push(progress) })
  return { path, told }
}

type Seen = { key: boolean; centre: number[]; top: number[] }

/** Luma and chroma of the centre and of the top of each picture, in the order they are shown. */
async function watch(path: string): Promise<Seen[]> {
  await using format = await openMedia(path, 'video/mp4')
  if (!format) throw new Error('This is no MP4.')
  const seen: Seen[] = []
  for await (const { frame } of decodeFrames(format, pictureOf(format), 'none')) {
    const pixels = frame.toBuffer()
    const at = (x: number, y: number) => {
      const luma = 1080 * 1920
      const chroma = Math.floor(y / 2) * 540 + Math.floor(x / 2)
      return [pixels[y * 1080 + x] ?? 0, pixels[luma + chroma] ?? 0, pixels[luma + luma / 4 + chroma] ?? 0]
    }
    seen.push({ key: frame.keyFrame === 1, centre: at(540, 960), top: at(540, 100) })
  }
  return seen
}

/** A colour in a video of HDTV: ITU-R BT.709, tv range. */
function seenAs({ r, g, b }: typeof RED): number[] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
  const share = 224 / 255
  return [16 + (luma * 219) / 255, 128 + ((b - luma) / 1.8556) * share, 128 + ((r - luma) / 1.5748) * share]
}

/** JPEG and x264 change a colour by one or two. */
const near = (colour: typeof RED) => seenAs(colour).map((value) => expect.closeTo(value, -0.7))
const BLACK = { r: 0, g: 0, b: 0 }

describe('with cuts', () => {
  test('every image is seen for its time, upright and in its colours, 30 times a second', async () => {
    const { path, told } = await make('cuts.mp4', { names: ['red.jpg', 'blue.png', 'green.jpg'] })
    const seen = await watch(path)
    expect(seen).toHaveLength(90)
    expect(seen[0]).toEqual({ key: true, centre: near(RED), top: near(RED) })
    // What is decoded of "the same again" is the same to the bit.
    for (const [index, picture] of seen.entries())
      expect(picture).toEqual({ ...seen[Math.floor(index / 30) * 30], key: index % 30 === 0 })
    expect(seen[30]).toEqual({ key: true, centre: near(BLUE), top: near(BLACK) })
    expect(seen[60]).toEqual({ key: true, centre: near(GREEN), top: near(GREEN) })
    expect(told.at(-1)).toBe(1)
    expect(await probeMedia(path)).toMatchObject({
      mimeType: 'video/mp4',
      codec: 'h264',
      width: 1080,
      height: 1920,
      rotation: 0,
      durationMs: 3000,
      frameRate: 30,
      hasAudio: false,
    })
  })
})

describe('with fades', () => {
  test('half a second leads from one image to the next, and the still is seen at once', async () => {
    const { path } = await make('fades.mp4', { names: ['red.jpg', 'green.jpg', 'blue.png'], transition: 'fade' })
    const seen = await watch(path)
    expect(seen).toHaveLength(90)
    const lumas = seen.map(({ centre: [luma = 0] }) => luma)
    expect(lumas.slice(0, 15)).toEqual(Array(15).fill(lumas[0]))
    // From red to green, step by step, the last one being all green.
    const [from = 0, to = 0] = [RED, GREEN].map((colour) => seenAs(colour)[0])
    for (let step = 1; step <= 15; step += 1)
      expect(lumas[14 + step]).toBeCloseTo(from + ((to - from) * step) / 15, -0.7)
    expect(lumas.slice(15, 30)).toEqual(lumas.slice(15, 30).toSorted((a, b) => a - b))
    expect(seen[30]).toEqual({ key: true, centre: near(GREEN), top: near(GREEN) })
    expect(seen[89]?.centre).toEqual(near(BLUE))
    expect(await probeMedia(path)).toMatchObject({ durationMs: 3000, frameRate: 30 })
  })
})

test('a blurred image fills the picture around itself', async () => {
  const { path } = await make('blur.mp4', { names: ['blue.png', 'blue.png'], fill: 'blur' })
  const [first] = await watch(path)
  expect(first?.centre).toEqual(near(BLUE))
  expect(first?.top[1]).toBeGreaterThan(160)
  expect(first?.top[0]).toBeGreaterThan(20)
})

test.each([
  ['shorter than the pictures begins again', 2],
  ['longer than the pictures is cut', 1],
])('a sound that is %s', async (_, count) => {
  const names = Array<string>(count + 1)
    .fill('red.jpg')
    .slice(0, Math.max(2, count + 1))
  const secondsPerImage = count === 2 ? 2 : 1
  const { path } = await make(`sound-${count}.mp4`, {
    names: names.slice(0, 2),
    secondsPerImage,
    sound: { path: inFolder('tone.mp3'), mimeType: 'audio/mpeg' },
  })
  expect(await probeMedia(path)).toMatchObject({
    hasAudio: true,
    audioCodec: 'aac',
    durationMs: secondsPerImage * 2000,
  })
})

test('what is no image is told in words, and the reader ends', async () => {
  await writeFile(inFolder('broken.jpg'), Buffer.from('ffd8ffe000104a464946', 'hex'))
  const error: unknown = await make('none.mp4', { names: ['red.jpg', 'broken.jpg'] }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(UnreadableMediaError)
})
