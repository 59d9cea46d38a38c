import { expect, test } from 'vitest'
import type { ImageProbe, MediaProbe } from '../studio/media-probe.ts'
import { checkImage } from './check-image.ts'

const plain: ImageProbe = {
  pictures: 1,
  orientation: 1,
  colourSpace: 'rgb',
  hasProfile: false,
  bitsPerSample: 8,
  hasAlpha: false,
}
const good = { mimeType: 'image/jpeg', container: 'jpg', width: 1080, height: 1920, image: plain }

function check(probe: Partial<MediaProbe>, image: Partial<ImageProbe> = {}, sizeBytes = 2_000_000) {
  return checkImage({ ...good, ...probe, image: { ...plain, ...image } }, sizeBytes)
}

test('a usual photo passes every check and each says what was measured', () => {
  const findings = check({})
  expect(findings.filter(({ level }) => level !== 'ok')).toEqual([])
  expect(findings.map(({ code, measured }) => [code, measured])).toEqual([
    ['format', 'JPG'],
    ['picture_size', '1080 × 1920 px'],
    ['file_size', '1.91 MB'],
    ['colours', 'RGB'],
  ])
})

test.each<[string, Partial<MediaProbe>, number?]>([
  ['WebP', { mimeType: 'image/webp', container: 'webp' }],
  ['on its side', { width: 1920, height: 1080 }],
  ['20 MB', {}, 20_000_000],
])('the limits themselves are allowed: %s', (_, probe, sizeBytes) => {
  expect(check(probe, {}, sizeBytes).every(({ level }) => level === 'ok')).toBe(true)
})

const sides = 'at most 1080 px on the short side and 1920 px on the long side'
test.each<[string, Partial<MediaProbe>, Partial<ImageProbe>, object]>([
  [
    'format',
    { mimeType: 'image/png', container: 'png' },
    {},
    { measured: 'PNG', limit: 'JPEG or WebP', fix: 'convert' },
  ],
  ['format', { mimeType: 'image/heic', container: 'heic' }, {}, { measured: 'HEIC', fix: 'convert' }],
  ['picture_size', { width: 1086 }, {}, { measured: '1086 × 1920 px', limit: sides, fix: 'shrink' }],
  ['picture_size', { height: 1921 }, {}, { measured: '1080 × 1921 px', limit: sides, fix: 'shrink' }],
  ['picture_size', { width: 1081, height: 1081 }, {}, { measured: '1081 × 1081 px', fix: 'shrink' }],
  ['animation', {}, { pictures: 12 }, { measured: '12 pictures', limit: 'one picture', fix: 'convert' }],
])('%s beyond what TikTok takes is a warning that says what is sent instead: %o %o', (code, probe, image, finding) => {
  const problems = check(probe, image).filter(({ level }) => level !== 'ok')
  expect(problems).toMatchObject([{ code, level: 'warning', remedy: expect.any(String), ...finding }])
})

test('a moving PNG is told as moving', () => {
  const codes = check({ mimeType: 'image/apng', container: 'apng' }).filter(({ level }) => level !== 'ok')
  expect(codes).toMatchObject([{ code: 'format' }, { code: 'animation', measured: 'several pictures' }])
})

test('a file of more than 20 MB is sent smaller', () => {
  const [problem] = check({}, {}, 20_000_001).filter(({ level }) => level !== 'ok')
  expect(problem).toMatchObject({ code: 'file_size', measured: '19.07 MB', limit: 'at most 20 MB', fix: 'shrink' })
})

test.each<[Partial<ImageProbe>, string, string]>([
  [{ colourSpace: 'cmyk', hasProfile: true }, 'CMYK, with a colour profile', 'TikTok gets it in sRGB.'],
  [{ bitsPerSample: 16, hasAlpha: true }, 'RGB, 16 bits, with transparency', 'TikTok gets it in sRGB, on white.'],
  [{ colourSpace: 'grey' }, 'grey', 'TikTok gets it in sRGB.'],
])('what becomes of the colours is told: %o', (image, measured, message) => {
  expect(check({}, image)).toContainEqual(expect.objectContaining({ code: 'colours', level: 'ok', measured, message }))
})

test('an image that was taken with the camera held another way is told', () => {
  expect(check({}, { orientation: 6 })).toContainEqual(
    expect.objectContaining({ code: 'orientation', level: 'ok', measured: 'EXIF orientation 6' }),
  )
})
