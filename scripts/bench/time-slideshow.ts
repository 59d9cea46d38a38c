import { execFile } from 'node:child_process'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { makeSlideshow } from '#server/studio/make-slideshow.ts'
import type { Transition } from '#shared/api/media.ts'
import { watchChildren } from './watch-children.ts'

const PLAIN = fileURLToPath(new URL('plain-slideshow-child.ts', import.meta.url))
const run = promisify(execFile)

export type Timed = { durationMs: number; peakBytes: number; sizeBytes: number; path: string }
type Wish = { dir: string; secondsPerImage: number; transition: Transition }

/** Of the photos as they came from the camera: reading and shrinking them counts. */
export async function byClipdeck(photos: string[], { dir, secondsPerImage, transition }: Wish): Promise<Timed> {
  const path = join(dir, `clipdeck-${transition}.mp4`)
  const images = { images: photos, sound: null, fill: 'black' } as const
  return timed(path, () => makeSlideshow({ ...images, path, secondsPerImage, transition }))
}

/** Of images that are prepared already, by the same FFmpeg. */
export async function byPlainWay(stills: string[], { dir, secondsPerImage, transition }: Wish): Promise<Timed> {
  const path = join(dir, `plain-${transition}.mp4`)
  const wish = { path, stills, secondsPerImage, fadeFrames: transition === 'fade' ? 15 : 0 }
  return timed(path, () => run(process.execPath, [PLAIN, JSON.stringify(wish)], { maxBuffer: 1024 ** 3 }))
}

/** The same by the ffmpeg of this machine, where there is one: with cuts, because its concat knows nothing else. */
export async function byCommandLine(stills: string[], { dir, secondsPerImage }: Wish): Promise<Timed | null> {
  const program = process.env.FFMPEG_PATH ?? 'ffmpeg'
  if (!(await run(program, ['-version']).catch(() => null))) return null
  const path = join(dir, 'command-line.mp4')
  const list = join(dir, 'list.txt')
  await writeFile(list, stills.map((still) => `file '${still}'\nduration ${secondsPerImage}\n`).join(''))
  const input = ['-v', 'error', '-y', '-f', 'concat', '-safe', '0', '-i', list]
  const output = ['-c:v', 'libx264', '-preset', 'medium', '-crf', '23', '-r', '30', '-pix_fmt', 'yuv420p']
  return timed(path, () => run(program, [...input, ...output, '-movflags', '+faststart', path]))
}

async function timed(path: string, make: () => Promise<unknown>): Promise<Timed> {
  using children = watchChildren()
  const startedAt = performance.now()
  await make()
  const durationMs = performance.now() - startedAt
  return { durationMs, peakBytes: children.peakBytes(), sizeBytes: (await stat(path)).size, path }
}
