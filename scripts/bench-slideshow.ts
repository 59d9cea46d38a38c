// npm run bench:slideshow [-- --rounds 3]
//
// Ten photos of 12 megapixels, 4 s each, as a slideshow: by Clipdeck, of the photos, and by the plain way, of prepared images, with
// the same FFmpeg: every picture through `libx264 -preset medium -crf 23`. In turn, with cuts and with fades. Where the machine has an
// ffmpeg of its own, its command line is timed too. Disk: some 150 MB in the temporary folder, given back at the end.
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { checkVideo } from '#server/media/check-video.ts'
import { probeMedia } from '#server/studio/probe-media.ts'
import { makePhotos } from './bench/make-photos.ts'
import { percentile } from './bench/percentiles.ts'
import { measureLikeness } from './bench/still-likeness.ts'
import { byClipdeck, byCommandLine, byPlainWay, type Timed } from './bench/time-slideshow.ts'

const PHOTO_COUNT = 10
const SECONDS = 4
const FRAME_RATE = 30
const BOUNDS = { none: { faster: 5 }, fade: { faster: 3 }, likeness: 0.98, larger: 1.3 } as const

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } })
const dir = await mkdtemp(join(tmpdir(), 'clipdeck-bench-slideshow-'))
try {
  say('Making photos …')
  const photos = await makePhotos(dir, PHOTO_COUNT)
  const stills = await Promise.all(photos.map(prepare))
  const load = loadavg()[0]?.toFixed(1)
  console.log(`Node ${process.version}, ${availableParallelism()} cores, load ${load} before; ${values.rounds} rounds.`)
  const areKept = [await compare('none', photos, stills), await compare('fade', photos, stills)]
  if (areKept.includes(false)) process.exitCode = 1
} finally {
  await rm(dir, { recursive: true })
}

/** One transition: both ways in turn, then what came of them. True when all bounds are kept. */
async function compare(transition: 'none' | 'fade', photos: string[], stills: string[]): Promise<boolean> {
  const wish = { dir, secondsPerImage: SECONDS, transition }
  const ours: Timed[] = []
  const plain: Timed[] = []
  const commandLine: Timed[] = []
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    say(`${transition}, round ${round}: Clipdeck …`)
    ours.push(await byClipdeck(photos, wish))
    say(`${transition}, round ${round}: the plain way …`)
    plain.push(await byPlainWay(stills, wish))
    const byHand = transition === 'none' ? await byCommandLine(stills, wish) : null
    if (byHand) commandLine.push(byHand)
  }
  const [our, their] = [ours, plain].map((all) => all[0])
  if (!our || !their) throw new Error('Give at least one round.')
  const shown = { stills, framesPerImage: SECONDS * FRAME_RATE }
  const ourLikeness = await measureLikeness({ ...shown, path: our.path, matrix: 'bt709' })
  const theirLikeness = await measureLikeness({ ...shown, path: their.path, matrix: 'bt601' })
  const probe = await probeMedia(our.path)
  const findings = checkVideo(probe, our.sizeBytes).filter(({ level }) => level !== 'ok')
  const faster = time(plain) / time(ours)
  const larger = our.sizeBytes / their.sizeBytes
  const isWhole =
    findings.length === 0 && probe.frameRate === FRAME_RATE && probe.durationMs === PHOTO_COUNT * SECONDS * 1000
  const isKept =
    isWhole && faster >= BOUNDS[transition].faster && ourLikeness.mean >= BOUNDS.likeness && larger <= BOUNDS.larger
  const row = (name: string, all: Timed[], likeness: string) =>
    `  ${name.padEnd(22)}${seconds(all).padEnd(34)}${megabytes(all[0]?.sizeBytes)} MB   SSIM ${likeness.padEnd(24)} peak ${megabytes(Math.max(...all.map(({ peakBytes }) => peakBytes)))} MB`
  const words = ({ mean, worst }: typeof ourLikeness) => `${mean.toFixed(4)} (worst ${worst.toFixed(4)})`
  console.log(
    [
      '',
      transition === 'none' ? 'With cuts' : 'With fades',
      row('Clipdeck, of photos', ours, words(ourLikeness)),
      row('plain, of stills', plain, words(theirLikeness)),
      ...(commandLine.length > 0 ? [row('ffmpeg of the machine', commandLine, 'as above')] : []),
      `  ${faster.toFixed(1)} × as fast as the plain way (bound ${BOUNDS[transition].faster})${commandLine.length > 0 ? `, ${(time(commandLine) / time(ours)).toFixed(1)} × as the command line` : ''}; ${larger.toFixed(2)} × as large (bound ${BOUNDS.larger}); SSIM ${ourLikeness.mean.toFixed(4)} (bound ${BOUNDS.likeness})`,
      `  flight check: ${findings.length === 0 ? 'nothing to say' : findings.map(({ message }) => message).join(' ')}; ${ourLikeness.frameCount} pictures, ${probe.frameRate} a second, ${probe.durationMs} ms`,
      `  ${isKept ? 'Within bounds.' : 'OUT OF BOUNDS.'}`,
    ].join('\n'),
  )
  return isKept
}

async function prepare(photo: string): Promise<string> {
  const still = photo.replace(/\.jpg$/, '.png')
  await sharp(photo).rotate().resize(1080, 1920, { fit: 'contain', background: '#000' }).png().toFile(still)
  return still
}

function time(all: Timed[]): number {
  return percentile(
    all.map(({ durationMs }) => durationMs),
    0.5,
  )
}

function seconds(all: Timed[]): string {
  const times = all.map(({ durationMs }) => durationMs / 1000)
  return `${(time(all) / 1000).toFixed(2)} s (${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)})`
}

function megabytes(bytes = 0): string {
  return (bytes / 1e6).toFixed(1)
}

/** Progress goes beside the report. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
