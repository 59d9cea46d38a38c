import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PHOTO_SIDES_PX } from '#shared/limits.ts'
import {
  CORNERS,
  cornersOf,
  hugePng,
  IMAGE_NAMES,
  makeNamedImage,
  quarters,
  turnedJpeg,
} from '#test/fixtures/images.ts'
import { drawPhoto } from './draw-photo.ts'
import { makePhoto } from './make-photo.ts'
import { probeMedia } from './probe-media.ts'
import { readMedia } from './read-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-photos-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function photoOf(name: string) {
  const path = inFolder(`${name}.photo.jpg`)
  // FFmpeg is kept out of this process.
  const make = name.endsWith('.heic') ? makePhoto : drawPhoto
  return { ...(await make(inFolder(name), path)), path, bytes: await readFile(path) }
}

const plain = CORNERS.map((colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)))
const onWhite = plain.map((corner) => corner.map((value) => (value + 255) / 2))
/** What Display P3 means by these numbers, where sRGB has it. */
const fromP3 = [
  [245, 0, 4],
  [0, 195, 0],
  [20, 65, 215],
  [237, 208, 0],
]
const grey = plain.map(([red = 0, green = 0, blue = 0]) => {
  const light = [red, green, blue].map((value) => (value / 255) ** 2.2)
  const luminance = 0.2126 * (light[0] ?? 0) + 0.7152 * (light[1] ?? 0) + 0.0722 * (light[2] ?? 0)
  return Array.from({ length: 3 }, () => 255 * luminance ** (1 / 2.2))
})
const looks: Record<string, { corners?: number[][]; tolerance?: number }> = {
  'grey.jpg': { corners: grey },
  'transparent.png': { corners: onWhite },
  'lossless.webp': { corners: onWhite },
  'tiles-p3-turned.heic': { corners: fromP3 },
  // The inks of print have no such colours.
  'cmyk.jpg': { tolerance: 90 },
}

test.each(IMAGE_NAMES)(
  'TikTok gets an upright JPEG in sRGB, within its limits and without metadata, of %s',
  async (name) => {
    await makeNamedImage(inFolder(name))
    const { path, bytes, ...facts } = await photoOf(name)
    const header = await sharp(path).metadata()
    expect(header).toMatchObject({
      format: 'jpeg',
      space: 'srgb',
      channels: 3,
      chromaSubsampling: '4:4:4',
      density: 72,
    })
    expect(facts).toEqual({ sizeBytes: bytes.length, width: header.width, height: header.height })
    expect(markersOf(bytes)).toEqual(new Set(['db', 'c0', 'c4', 'da']))
    expect(Math.min(header.width, header.height)).toBeLessThanOrEqual(PHOTO_SIDES_PX.short)
    expect(Math.max(header.width, header.height)).toBeLessThanOrEqual(PHOTO_SIDES_PX.long)
    const { corners = plain, tolerance = 14 } = looks[name] ?? {}
    expect(distance(await cornersOf(path), corners)).toBeLessThan(tolerance)
  },
)

test.each([1, 2, 3, 4, 5, 6, 7, 8])('an image with the EXIF orientation %i is upright', async (orientation) => {
  const name = `orientation-${orientation}.jpg`
  await writeFile(inFolder(name), await turnedJpeg(orientation))
  const { path, ...facts } = await photoOf(name)
  expect(facts).toMatchObject({ width: 300, height: 400 })
  expect(distance(await cornersOf(path), plain)).toBeLessThan(14)
})

test.each([
  [4000, 3000, 1440, 1080],
  [3000, 4000, 1080, 1440],
  [1086, 1920, 1080, 1909],
  [1920, 1080, 1920, 1080],
  [640, 480, 640, 480],
  [9000, 90, 1920, 19],
])('%i × %i px become %i × %i', async (width, height, shownWidth, shownHeight) => {
  await quarters({ width, height }).png({ compressionLevel: 1 }).toFile(inFolder('sized.png'))
  expect(await photoOf('sized.png')).toMatchObject({ width: shownWidth, height: shownHeight })
})

describe('an image is described by its header', () => {
  test.each([
    ['turned.jpg', 'image/jpeg', { width: 300, height: 400 }, { orientation: 6, pictures: 1 }],
    ['cmyk.jpg', 'image/jpeg', {}, { colourSpace: 'cmyk', hasProfile: true }],
    ['grey.jpg', 'image/jpeg', {}, { colourSpace: 'grey' }],
    ['16-bit.png', 'image/png', {}, { bitsPerSample: 16, hasAlpha: false }],
    ['transparent.png', 'image/png', {}, { hasAlpha: true }],
    ['moving.gif', 'image/gif', {}, { pictures: 3 }],
    ['lossy.webp', 'image/webp', {}, { colourSpace: 'rgb' }],
    ['picture.tiff', 'image/tiff', {}, {}],
    ['picture.avif', 'image/avif', { codec: 'av1' }, {}],
    ['single.heic', 'image/heic', { codec: 'hevc', width: 120, height: 180 }, {}],
    ['tiles-p3-turned.heic', 'image/heic', { width: 300, height: 400 }, { hasProfile: true }],
  ])('%s', async (name, mimeType, facts, image) => {
    await makeNamedImage(inFolder(name))
    expect(await readMedia(inFolder(name))).toMatchObject({ kind: 'image', mimeType, ...facts, image })
  })

  test('one that promises 100 megapixels in 12 kB is not opened', async () => {
    const bomb = hugePng(10_000)
    expect(bomb.length).toBeLessThan(13_000)
    await writeFile(inFolder('bomb.png'), bomb)
    const refusal = 'Its picture has 10000 × 10000 px, 100 megapixels; the most is 80 megapixels.'
    await expect(probeMedia(inFolder('bomb.png'))).rejects.toThrow(refusal)
    await expect(makePhoto(inFolder('bomb.png'), inFolder('bomb.jpg'))).rejects.toThrow(UnreadableMediaError)
  })

  test('what is no picture of points is not one of ours', async () => {
    await writeFile(
      inFolder('drawing.svg'),
      '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    )
    expect(await readMedia(inFolder('drawing.svg'))).toMatchObject({ kind: 'unknown', mimeType: 'application/xml' })
    await expect(makePhoto(inFolder('drawing.svg'), inFolder('drawing.jpg'))).rejects.toThrow(UnreadableMediaError)
  })
})

test.each([
  'plain.jpg',
  'progressive.jpg',
  'transparent.png',
  'interlaced.png',
  'lossy.webp',
  'still.gif',
  'picture.avif',
  'picture.tiff',
  'single.heic',
])('%s that was cut off is refused', async (name) => {
  await makeNamedImage(inFolder(name))
  const whole = await readFile(inFolder(name))
  const cut = `cut-${name}`
  await writeFile(inFolder(cut), whole.subarray(0, Math.floor(whole.length * 0.6)))
  const judged = probeMedia(inFolder(cut)).then(() => makePhoto(inFolder(cut), inFolder('cut.jpg')))
  await expect(judged).rejects.toThrow(UnreadableMediaError)
})

/** The kinds of segments of a JPEG (ITU T.81, table B.1), before its scan. */
function markersOf(jpeg: Buffer): Set<string> {
  const markers = new Set<string>()
  for (let at = 2; jpeg[at] === 0xff && !markers.has('da'); at += 2 + jpeg.readUInt16BE(at + 2))
    markers.add(jpeg.toString('hex', at + 1, at + 2))
  return markers
}

/** The largest difference of two colours anywhere. */
function distance(shown: number[][], meant: number[][]): number {
  return Math.max(...shown.flatMap((corner, i) => corner.map((value, j) => Math.abs(value - (meant[i]?.[j] ?? 0)))))
}
