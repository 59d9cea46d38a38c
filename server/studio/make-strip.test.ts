import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { colourAt } from '#test/fixtures/colour-at.ts'
import { makeVideo } from '#test/fixtures/make-video.ts'
import { makeNumberedVideo, numbersIn } from '#test/fixtures/numbered-video.ts'
import { makeStrip } from './make-strip.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-strips-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function stripOf(name: string, durationMs: number): Promise<Buffer> {
  await makeStrip({ source: inFolder(name), mimeType: 'video/mp4', durationMs }, inFolder(`${name}.webp`))
  return readFile(inFolder(`${name}.webp`))
}

test('the strip is an animated WebP of ten pictures in their order, which repeats', async () => {
  await makeNumberedVideo({ path: inFolder('plain.mp4') })
  const strip = await stripOf('plain.mp4', 3000)
  expect(await sharp(strip).metadata()).toMatchObject({ format: 'webp', width: 240, height: 135, pages: 10, loop: 0 })
  // Decoding may begin at 0, 40 and 80; the other pictures are those in the middle of each tenth.
  expect(await numbersIn(strip)).toEqual([0, 13, 22, 31, 40, 49, 58, 67, 76, 80])
})

test('a lively film that players turn becomes an upright strip of a few kB', async () => {
  await makeVideo({ path: inFolder('turned.mp4'), seconds: 1, width: 640, height: 360, frameRate: 30, rotation: 270 })
  const strip = await stripOf('turned.mp4', 1000)
  expect(await sharp(strip).metadata()).toMatchObject({ width: 135, height: 240, pages: 10 })
  expect((await stat(inFolder('turned.mp4.webp'))).size).toBeLessThan(100_000)
  // The film has a red bar on its left.
  expect(await colourAt(strip, { left: 30, top: 232, width: 40, height: 6 })).toBe('red')
})

test('a video of three pictures becomes a strip of three', async () => {
  await makeNumberedVideo({ path: inFolder('short.mp4'), count: 3 })
  expect(await numbersIn(await stripOf('short.mp4', 100))).toEqual([0, 1, 2])
})
