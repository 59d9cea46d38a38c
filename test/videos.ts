import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { makeVideo } from './fixtures/make-video.ts'

const DIR = join(tmpdir(), 'clipdeck-test-videos')

/** A real, playable H.264 video of exactly `sizeBytes` (or as small as it gets), made once and kept for later runs. */
export async function videoFile({
  sizeBytes,
  seconds = 2,
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
  await rename(draft, path)
  return path
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
