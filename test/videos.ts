import { createCipheriv, createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { makeVideo } from './fixtures/make-video.ts'

const DIR = join(tmpdir(), `clipdeck-test-videos-${userInfo().uid}`)
/** Size, type, and the long size that a box beyond 4 GB has. */
const BOX_HEADER_BYTES = 16

/**
 * A real, playable H.264 video of exactly `sizeBytes` (or as small as it gets), made once and kept for later runs. What
 * fills it up is noise, so that no two chunks are alike.
 */
export async function videoFile({
  sizeBytes,
  seconds = 3,
}: {
  sizeBytes?: number
  seconds?: number
} = {}): Promise<string> {
  await mkdir(DIR, { recursive: true })
  const path = join(DIR, `clip-${seconds}s-${sizeBytes ?? 'small'}.mp4`)
  if (await stat(path).catch(() => null)) return path
  const draft = `${path}.${process.pid}.mp4`
  await makeVideo({
    path: draft,
    seconds,
    width: 540,
    height: 960,
    frameRate: 30,
    ...(sizeBytes && { padToBytes: sizeBytes }),
  })
  if (sizeBytes) await fillWithNoise(draft, sizeBytes)
  await rename(draft, path)
  return path
}

/** The padding is one box at the end; its first bytes are its header. */
async function fillWithNoise(path: string, sizeBytes: number): Promise<void> {
  const videoBytes = (await stat(await videoFile())).size
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16))
  const zeros = Buffer.alloc(1024 * 1024)
  await using file = await open(path, 'r+')
  for (let position = videoBytes + BOX_HEADER_BYTES; position < sizeBytes; position += zeros.length)
    await file.write(noise.update(zeros).subarray(0, sizeBytes - position), 0, undefined, position)
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
