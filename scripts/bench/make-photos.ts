import { join } from 'node:path'
import sharp from 'sharp'

/** Each octave of the noise is twice as fine as the one before, and this much weaker: about as detail is spread in photographs. */
const FADING = 0.62
const OCTAVES = 9
const CONTRAST = 0.8

/** Writes photos of 12 megapixels in turn upright and lying: clouds of colour with detail down to the pixel, a plane and a text. */
export async function makePhotos(dir: string, count: number): Promise<string[]> {
  const random = createRandom()
  const paths: string[] = []
  for (let index = 0; index < count; index += 1) {
    const size = index % 2 === 0 ? { width: 3000, height: 4000 } : { width: 4000, height: 3000 }
    const path = join(dir, `photo-${index + 1}.jpg`)
    const input = Buffer.from(drawing(size, index))
    const image = sharp(await clouds(size, random), { raw: { ...size, channels: 3 } })
    await image.composite([{ input }]).jpeg({ quality: 90 }).toFile(path)
    paths.push(path)
  }
  return paths
}

type Size = { width: number; height: number }

async function clouds({ width, height }: Size, random: () => number): Promise<Buffer> {
  const sum = new Float32Array(width * height * 3)
  for (let octave = 0; octave < OCTAVES; octave += 1) {
    const [columns, rows] = [width, height].map((side) => Math.max(2, Math.round(side / 2 ** (OCTAVES - octave))))
    const noise = Buffer.from(Array.from({ length: (columns ?? 2) * (rows ?? 2) * 3 }, () => random() * 256))
    const raw = { width: columns ?? 2, height: rows ?? 2, channels: 3 } as const
    const layer = await sharp(noise, { raw }).resize(width, height, { kernel: 'cubic', fit: 'fill' }).raw().toBuffer()
    const strength = CONTRAST * FADING ** octave
    for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? 0) + ((layer[at] ?? 0) - 128) * strength
  }
  return Buffer.from(Uint8ClampedArray.from(sum, (value) => 128 + value))
}

function drawing({ width, height }: Size, index: number): string {
  const plane = `<rect x="${width / 10}" y="${height / 10}" width="${width / 3}" height="${height / 5}" fill="hsl(${index * 36},80%,50%)"/>`
  const text = `<text x="${width / 10}" y="${height * 0.8}" font-size="400" fill="white">Photo ${index + 1}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${plane}${text}</svg>`
}

/** The same photos at every run. Numerical Recipes' generator. */
function createRandom(): () => number {
  let state = 1
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
