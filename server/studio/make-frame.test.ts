import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { colourAt } from '#test/fixtures/colour-at.ts'
import { makeVideo } from '#test/fixtures/make-video.ts'
import { makeNumberedVideo, type NumberedRecipe, numbersIn, timeOfNumber } from '#test/fixtures/numbered-video.ts'
import { drawFrame } from './draw-frame.ts'
import { makeFrame } from './make-frame.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)
const plain = () => ({ source: inFolder('plain.mp4'), mimeType: 'video/mp4' })

beforeAll(async () => {
  Log.setLevel(AV_LOG_QUIET)
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-frames-'))
  await makeNumberedVideo({ path: plain().source })
})
afterAll(() => rm(folder, { recursive: true }))

/** The number on the picture, without the process around it. */
async function numberAt(video: { source: string; mimeType: string }, atMs: number): Promise<number | undefined> {
  const [number] = await numbersIn(await drawFrame({ ...video, atMs }))
  return number
}

describe('the frame at a time is the picture that is shown then', () => {
  // The first, around the places where decoding may begin, between them, and the last.
  const looks = [0, 1, 2, 38, 39, 40, 41, 42, 61, 79, 80, 88, 89]
  const hevc = { preset: 'ultrafast', 'x265-params': 'log-level=error:keyint=40:bframes=3:open-gop=1' }
  const vp9 = { deadline: 'good', 'cpu-used': '5', 'auto-alt-ref': '1', 'lag-in-frames': '12', g: '40' }

  test.each<[string, string, Omit<NumberedRecipe, 'path'>]>([
    ['H.264 in Matroska', 'video/matroska', { format: 'matroska' }],
    ['H.264 in fragments', 'video/mp4', { movflags: 'frag_keyframe+empty_moov' }],
    ['H.264 with open groups', 'video/mp4', { options: { 'x264-params': 'log-level=error:open-gop=1' } }],
    ['H.264 in a single group', 'video/mp4', { options: { g: '999' } }],
    ['HEVC', 'video/quicktime', { format: 'mov', encoder: 'libx265', options: hevc }],
    ['VP9 with hidden pictures', 'video/webm', { format: 'webm', encoder: 'libvpx-vp9', options: vp9 }],
  ])('of %s', async (name, mimeType, recipe) => {
    const path = inFolder(name)
    await makeNumberedVideo({ path, ...recipe })
    const seen = []
    for (const number of looks) seen.push(await numberAt({ source: path, mimeType }, timeOfNumber(number)))
    expect(seen).toEqual(looks)
  })

  test('until the next one begins, in whole milliseconds', async () => {
    // Picture 45 begins at 1500 ms, 46 at 1533.3 ms.
    const at = (atMs: number) => numberAt(plain(), atMs)
    expect(await Promise.all([0, 1499, 1500, 1532, 1533, 3000].map(at))).toEqual([0, 44, 45, 45, 46, 89])
  })

  test('where pictures last for different times', async () => {
    const path = inFolder('gaps.mp4')
    await makeNumberedVideo({ path, filter: "select='not(between(n,61,66)+between(n,68,79))'" })
    const at = (number: number) => numberAt({ source: path, mimeType: 'video/mp4' }, timeOfNumber(number))
    expect(await Promise.all([59, 60, 63, 66, 67, 68, 79, 80].map(at))).toEqual([59, 60, 60, 60, 67, 67, 67, 80])
  })
})

test('the frame of a film that players turn is upright, and at most 720 px on each side', async () => {
  const path = inFolder('turned.mov')
  await makeVideo({ path, seconds: 0.5, width: 1280, height: 720, frameRate: 30, rotation: 90 })
  const jpeg = await makeFrame({ source: path, mimeType: 'video/quicktime', atMs: 300 })
  expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 405, height: 720 })
  // The film has a red bar on its left.
  expect(await colourAt(jpeg, { left: 240, top: 2, width: 80, height: 20 })).toBe('red')
})

describe('where the right picture', () => {
  async function damaged(name: string, from: number, to: number) {
    const bytes = await readFile(plain().source)
    const begin = bytes.indexOf('mdat') + 4
    const at = (share: number) => begin + Math.floor((bytes.indexOf('moov', begin) - begin) * share)
    await writeFile(inFolder(name), bytes.fill(0x5a, at(from), at(to)))
    return { source: inFolder(name), mimeType: 'video/mp4' }
  }

  test('is damaged, the frame is one before it', async () => {
    const video = await damaged('middle.mp4', 0.3, 0.8)
    expect(await numberAt(video, timeOfNumber(60))).toBeLessThan(60)
    expect(await numberAt(video, timeOfNumber(89))).toBe(89)
  })

  test('and all others are damaged, there is none', async () => {
    const video = await damaged('all.mp4', 0, 1)
    await expect(makeFrame({ ...video, atMs: 2000 })).rejects.toThrow(UnreadableMediaError)
  })
})

describe('of a file that lies elsewhere', () => {
  test('only some places are fetched', async () => {
    const path = inFolder('far.mp4')
    await makeVideo({ path, seconds: 2, width: 320, height: 180, frameRate: 30, padToBytes: 50_000_000 })
    await using file = await open(path)
    let fetchedBytes = 0
    const read = async ({ firstByte, lastByte }: { firstByte: number; lastByte: number }) => {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(lastByte - firstByte + 1), { position: firstByte })
      fetchedBytes += bytesRead
      return buffer.subarray(0, bytesRead)
    }
    const wish = { mimeType: 'video/mp4', atMs: 1900 }
    const jpeg = await makeFrame({ source: { sizeBytes: 50_000_000, read }, ...wish })
    expect(jpeg.equals(await makeFrame({ source: path, ...wish }))).toBe(true)
    expect(fetchedBytes).toBeLessThan(5_000_000)
  })

  test('there is no frame when it cannot be fetched, and the reason is told', async () => {
    const source = { sizeBytes: 50_000_000, read: () => Promise.reject(new Error('S3 does not answer')) }
    await expect(makeFrame({ source, mimeType: 'video/mp4', atMs: 0 })).rejects.toThrow('S3 does not answer')
  })
})

test('a time limit ends the work on a frame, and so does whoever asked for it', async () => {
  await expect(makeFrame({ ...plain(), atMs: 0 }, { timeoutMs: 1 })).rejects.toThrow('could not be read within')
  const leaving = new AbortController()
  const asked = makeFrame({ ...plain(), atMs: 0 }, { signal: leaving.signal })
  leaving.abort()
  await expect(asked).rejects.toBe(leaving.signal.reason)
})
