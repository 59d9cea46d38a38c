import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AV_LOG_QUIET } from 'node-av/constants'
import { Dictionary, FormatContext, InputFormat, Log, Packet } from 'node-av/lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { IMAGE_NAMES, makeNamedImage } from '#test/fixtures/images.ts'
import { makeSounds } from '#test/fixtures/make-sound.ts'
import { oddImages } from '#test/fixtures/odd-images.ts'
import { oddVideos } from '#test/fixtures/odd-videos.ts'
import { makeUsualVideos } from '#test/fixtures/usual-videos.ts'
import { AppError } from '../errors.ts'
import { makePhoto } from '../studio/make-photo.ts'
import { UnreadableMediaError } from '../studio/unreadable-media-error.ts'
import { describeContent } from './describe-content.ts'

/** What was found in a file: what its content is, with everything that is not fine, or words of its refusal. */
const usualVideos: Readonly<Record<string, string>> = {
  'h264.mp4': 'video/mp4 h264',
  'h264.mov': 'video/quicktime h264',
  'h264.m4v': 'video/mp4 h264',
  'h264.3gp': 'video/mp4 h264, container warning',
  'hevc.mp4': 'video/mp4 hevc',
  'hevc.mov': 'video/quicktime hevc',
  'vp8.webm': 'video/webm vp8',
  'vp9.webm': 'video/webm vp9',
  'vp9.mp4': 'video/mp4 vp9',
  'av1.mp4': 'video/mp4 av1, codec error',
  'av1.webm': 'video/webm av1, codec error',
  'mpeg4.mp4': 'video/mp4 mpeg4, codec error',
  'mjpeg.mov': 'video/quicktime mjpeg, codec error',
  'prores.mov': 'video/quicktime prores, codec error, pixel_format warning',
  '10-bit.mp4': 'video/mp4 hevc, pixel_format warning',
  'h264.mkv': 'video/matroska h264, container error',
  'h264.avi': 'video/vnd.avi h264, container error',
  'mpeg4.avi': 'video/vnd.avi mpeg4, container error, codec error',
  'h264.flv': 'video/x-flv h264, container error',
  'flv1.flv': 'video/x-flv flv, container error, codec error',
  'h264.ts': 'video/mp2t h264, container error',
  'mpeg2.mpg': 'video/MP1S mpeg2video, container error, codec error, audio_codec warning',
  'wmv2.wmv': 'video/x-ms-asf wmv2, container error, codec error, audio_codec warning',
  'theora.ogv': 'video/ogg theora, container error, codec error',
  '15-fps.mp4': 'video/mp4 h264, frame_rate error',
  '22-fps.mp4': 'video/mp4 h264, frame_rate error',
  '23-fps.mp4': 'video/mp4 h264',
  '24-fps.mov': 'video/quicktime h264',
  '25-fps.webm': 'video/webm vp9',
  '50-fps.mp4': 'video/mp4 h264',
  '60-fps.mp4': 'video/mp4 h264',
  '60-fps.webm': 'video/webm vp9',
  '61-fps.mp4': 'video/mp4 h264, frame_rate error',
  '120-fps.mov': 'video/quicktime h264, frame_rate error',
  'varying-rate.mp4': 'video/mp4 h264',
  '360x360.mp4': 'video/mp4 h264',
  '640x360.mp4': 'video/mp4 h264',
  '358x640.mp4': 'video/mp4 h264, picture_size error',
  '1080x1920.mp4': 'video/mp4 h264',
  '2304x4096.mp4': 'video/mp4 h264',
  '4098x2304.mp4': 'video/mp4 h264, picture_size error',
  '1280x360.mp4': 'video/mp4 h264, aspect_ratio warning',
  'turned-90.mp4': 'video/mp4 h264',
  'turned-180.mov': 'video/quicktime h264',
  'turned-270.mp4': 'video/mp4 h264',
  'wide-pixels.mp4': 'video/mp4 h264, pixel_shape warning',
  'in-fragments.mp4': 'video/mp4 h264',
  'head-at-the-end.mp4': 'video/mp4 h264',
  'live.webm': 'video/webm vp9',
  'one-picture.mp4': 'video/mp4 h264',
}

const sounds: Readonly<Record<string, string>> = {
  'tone.mp3': 'audio/mpeg mp3',
  'tone.m4a': 'audio/mp4 aac',
  'tone.aac': 'audio/aac aac',
  'tone.wav': 'audio/wav pcm_s16le',
  'tone.ogg': 'audio/ogg opus',
  'tone.flac': 'audio/flac flac',
  'film-without-pictures.mp4': 'audio/mp4 aac',
}

const usualImages: Readonly<Record<string, string>> = {
  'plain.jpg': 'image/jpeg',
  'turned.jpg': 'image/jpeg',
  'cmyk.jpg': 'image/jpeg',
  'grey.jpg': 'image/jpeg',
  'display-p3.jpg': 'image/jpeg',
  'progressive.jpg': 'image/jpeg',
  '6-px-too-wide.jpg': 'image/jpeg, picture_size warning',
  '12-megapixels.jpg': 'image/jpeg, picture_size warning',
  'transparent.png': 'image/png, format warning',
  '16-bit.png': 'image/png, format warning',
  '16-bit-display-p3.png': 'image/png, format warning',
  'interlaced.png': 'image/png, format warning',
  'palette.png': 'image/png, format warning',
  'lossy.webp': 'image/webp',
  'lossless.webp': 'image/webp',
  'still.gif': 'image/gif, format warning',
  'moving.gif': 'image/gif, format warning, animation warning',
  'picture.avif': 'image/avif, format warning',
  'picture.tiff': 'image/tiff, format warning',
  'single.heic': 'image/heic, format warning',
  'tiles-p3-turned.heic': 'image/heic, format warning',
}

const NEITHER = 'neither a video, nor an image, nor a sound'
const CUT_OFF = 'The file is cut off: its end is missing.'
const DAMAGED = 'The file is damaged or cut off ('
const NO_PICTURE = 'The file holds no picture'

const odd: Readonly<Record<string, string>> = {
  // Small, and much in memory or in time.
  'ten-hours.mp4': 'video/mp4 h264, duration error',
  'ten-million-pictures.mp4': 'video/mp4 h264, frame_rate error',
  'billion-pictures.mp4': 'video/mp4 h264, frame_rate error',
  '33-tracks.mp4': 'The file holds 33 tracks; the most is 32.',
  '30000-tracks.mp4': 'The file holds more than 1000 tracks, or more than fits into memory.',
  '30000-tracks.mkv': 'The file holds 1000 or more tracks; the most is 32.',
  'million-edits.mp4': 'video/mp4 h264',
  'moov-of-100-mb.mp4': 'video/mp4 h264',
  'nested-boxes.mp4': DAMAGED,
  'nested-tracks.mp4': 'video/mp4 h264',
  'packed-moov.mov': NO_PICTURE,
  '79-megapixels.png': 'image/png, format warning, picture_size warning',
  '100-megapixels.png': 'Its picture has 10000 × 10000 px, 100 megapixels; the most is 80 megapixels.',
  'endless.png': DAMAGED,
  'packed-text.png': 'image/png, format warning',
  'packed-profile.png': 'image/png, format warning',
  '100000-chunks.png': 'image/png, format warning',
  '65535-px.jpg': 'Maximum supported image dimension is 65500 pixels',
  '20000-scans.jpg': 'Inconsistent progression sequence',
  '10000-pictures.webp': 'image/webp, picture_size warning, animation warning',
  '10000-pictures.gif': 'image/gif, format warning, animation warning',
  '4295-megapixels.gif': 'image/gif, format warning',
  'circle.tiff': 'image/tiff, format warning',
  'endless.avif': 'Image size 2147483647x2147483647 exceeds the maximum image size',
  // What is said in them is not so.
  'hundred-days.mp4': 'The file is damaged: it claims to last 100 days.',
  'many-edits-claimed.mp4': 'video/mp4 h264',
  'no-time.mp4': 'video/mp4 h264, frame_rate error',
  'no-size.png': DAMAGED,
  'nothing-in-it.mp4': NO_PICTURE,
  'zeros.mp4': NEITHER,
  'one-byte.mp4': NEITHER,
  'empty.mp4': 'The file is empty.',
  'text.mp4': NEITHER,
  // Nothing in their head says how long they are.
  'live.mkv': 'video/matroska h264, container error',
  'live-for-10-hours.mkv': 'video/matroska h264, container error, duration error',
  'live-for-50-days.mkv': 'The file is damaged: it claims to last 50 days.',
  // The end is missing.
  'only-a-beginning.mp4': DAMAGED,
  'cut-in-its-pictures.mp4': CUT_OFF,
  'cut-in-its-description.mp4': CUT_OFF,
  'scrambled.mp4': NO_PICTURE,
  'only-a-beginning.jpg': CUT_OFF,
  'only-a-beginning.png': NEITHER,
  'cut.jpg': CUT_OFF,
  'cut.png': CUT_OFF,
  'cut.webp': CUT_OFF,
  'cut.gif': DAMAGED,
  'cut.tiff': NEITHER,
  'cut.avif': CUT_OFF,
  // Whole, and something more before or after.
  'with-a-zip-behind.mp4': 'video/mp4 h264',
  'with-words-behind.mp4': 'video/mp4 h264',
  'last-box-without-size.mp4': 'video/mp4 h264',
  'with-a-zip-behind.jpg': 'image/jpeg',
  'with-zeros-behind.jpg': 'image/jpeg',
  'with-a-film-behind.jpg': 'image/jpeg',
  'with-zeros-behind.png': 'image/png, format warning',
  'with-html-inside.jpg': 'image/jpeg',
  'archive.gif': 'image/gif, format warning',
  'really-a-zip.mp4': 'its content is application/zip',
  'really-a-pdf.mp4': 'its content is application/pdf',
  'really-html.mp4': NEITHER,
  'really-a-zip.png': 'its content is application/zip',
  'really-a-pdf.jpg': 'its content is application/pdf',
  'really-html.jpg': NEITHER,
  'vectors.jpg': 'its content is application/xml',
  // Under a wrong name.
  'really-mp4.txt': 'video/mp4 h264',
  'really-png.mp4': 'image/png, format warning',
  // They lead elsewhere, if somebody follows.
  'data-at-an-address.mov': 'video/mp4 h264',
  'data-in-another-file.mov': 'video/mp4 h264',
  'movie-at-an-address.mov': NO_PICTURE,
  'linked-segments.mkv': 'video/matroska h264, container error',
  'hls.mp4': NEITHER,
  'hls-behind-a-beginning.mp4': DAMAGED,
  'concat.mp4': NEITHER,
  'dash.mp4': 'its content is application/xml',
  'sdp.mp4': NEITHER,
}

let folder = ''
let photos = ''
const inFolder = (name: string) => join(folder, name)
const visits: string[] = []
const server = createServer(({ url = '' }, response) => {
  visits.push(url)
  response.end()
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-flight-check-'))
  photos = await mkdtemp(join(tmpdir(), 'clipdeck-photos-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await makeUsualVideos(folder)
  const tones = [
    ['tone.mp3', 'mp3', 'mp3'],
    ['tone.m4a', 'ipod', 'aac'],
    ['tone.aac', 'adts', 'aac'],
    ['tone.wav', 'wav', 'pcm_s16le'],
    ['tone.ogg', 'ogg', 'opus'],
    ['tone.flac', 'flac', 'flac'],
    ['film-without-pictures.mp4', 'mp4', 'aac'],
  ] as const
  await makeSounds(tones.map(([name, format, codec]) => ({ path: inFolder(name), format, codec, seconds: 1 })))
  for (const name of IMAGE_NAMES) await makeNamedImage(inFolder(name))
  const plain = await readFile(inFolder('h264.mp4'))
  const lure = { url: `${addressOf(server)}/secret.ts`, path: inFolder('h264.mov') }
  const files = { ...oddVideos(plain, lure), ...(await oddImages(plain)) }
  for (const [name, content] of Object.entries(files)) await writeFile(inFolder(name), content)
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
  await rm(photos, { recursive: true })
})

function addressOf(listening: typeof server): string {
  const address = listening.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.')
  return `http://127.0.0.1:${address.port}`
}

/** As an upload is judged. That a video is short is no finding here. */
async function judge(name: string, decode?: (path: string) => Promise<unknown>): Promise<string> {
  const path = inFolder(name)
  const { size: sizeBytes } = await stat(path)
  try {
    const { kind, mimeType, codec, checks } = await describeContent({ path, name, field: 'file', sizeBytes })
    if (kind === 'image') await decode?.(path)
    const findings = checks.filter(({ code, level }) => level !== 'ok' && !(code === 'duration' && level === 'warning'))
    const content = kind === 'image' ? mimeType : `${mimeType} ${codec}`
    return [content, ...findings.map(({ code, level }) => `${code} ${level}`)].join(', ')
  } catch (error) {
    if (error instanceof AppError || error instanceof UnreadableMediaError) return error.message
    throw error
  }
}

test('every file of this table is there, and more than 60 of them', async () => {
  const names = [usualVideos, usualImages, sounds, odd].flatMap((table) => Object.keys(table))
  expect((await readdir(folder)).toSorted()).toEqual(names.toSorted())
  expect(names.length).toBeGreaterThan(60)
})

describe.each([
  ['a usual video', usualVideos],
  ['a usual image', usualImages],
  ['a sound', sounds],
])('%s is judged by its content', (_, table) => {
  test.concurrent.each(Object.entries(table))('%s: %s', async (name, found) => {
    expect(await judge(name)).toBe(found)
  })
})

describe('an odd or bad file is judged in words, within its limits', () => {
  test.concurrent.each(Object.entries(odd))('%s: %s', async (name, found) => {
    const words = await judge(name, (path) => makePhoto(path, join(photos, name)))
    if (/^(video|image)\//.test(found)) expect(words).toBe(found)
    else expect(words).toContain(found)
    expect(words).not.toContain(folder)
  })
})

test('none of them made their reader open an address or another file', async () => {
  expect(visits).toEqual([])
  // A careless reader would have: these files do lead there.
  expect(await readCarelessly('hls.mp4', 'hls')).toBe(true)
  expect(visits).toContain('/secret.ts')
  expect(await readCarelessly('data-in-another-file.mov', 'mov')).toBe(true)
})

/** Whether a picture comes out when FFmpeg may open what it likes. */
async function readCarelessly(name: string, demuxer: string): Promise<boolean> {
  Log.setLevel(AV_LOG_QUIET)
  const isMov = demuxer === 'mov'
  const follow = isMov
    ? { enable_drefs: '1', use_absolute_path: '1' }
    : { allowed_extensions: 'ALL', extension_picky: '0' }
  const options = Dictionary.fromObject({ protocol_whitelist: 'file,http,tcp', ...follow })
  await using format = new FormatContext()
  const opened = await format.openInput(`file:${inFolder(name)}`, InputFormat.findInputFormat(demuxer), options)
  using packet = new Packet()
  packet.alloc()
  return opened >= 0 && (await format.readFrame(packet)) >= 0
}
