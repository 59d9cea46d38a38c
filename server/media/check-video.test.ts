import { expect, test } from 'vitest'
import type { MediaFix } from '#shared/api/media.ts'
import { VIDEO_MAX_DURATION_MS, VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import type { MediaProbe } from '../studio/media-probe.ts'
import { checkVideo } from './check-video.ts'

const good: MediaProbe = {
  kind: 'video',
  container: 'mp4',
  mimeType: 'video/mp4',
  codec: 'h264',
  width: 1080,
  height: 1920,
  rotation: 0,
  pixelFormat: 'yuv420p',
  pixelAspect: 1,
  hdr: null,
  isInterlaced: false,
  durationMs: 15_000,
  frameRate: 29.97,
  hasAudio: true,
  audioCodec: 'aac',
  bitRate: 5_000_000,
  isDecodable: true,
  image: null,
}
const problems = (probe: Partial<MediaProbe>, sizeBytes = 9_000_000) =>
  checkVideo({ ...good, ...probe }, sizeBytes).filter(({ level }) => level !== 'ok')

test('a usual video passes every check and each says what was measured', () => {
  expect(problems({})).toEqual([])
  expect(checkVideo(good, 1536 * 1024).map(({ measured }) => measured)).toEqual([
    'MP4',
    'H.264',
    '1080 × 1920 px',
    '0.56 (1080 × 1920 px)',
    '29.97 frames per second',
    '15 s',
    '1.5 MB',
  ])
})

test.each<[string, Partial<MediaProbe>]>([
  ['smallest', { width: 360, height: 360, frameRate: 23 }],
  ['shortest', { durationMs: 3000 }],
  ['largest', { width: 4096, height: 4096, frameRate: 60, durationMs: VIDEO_MAX_DURATION_MS }],
  ['a film of 1.85:1', { width: 1998, height: 1080 }],
  ['WebM with VP9', { mimeType: 'video/webm', container: 'webm', codec: 'vp9' }],
  ['MOV with H.265', { mimeType: 'video/quicktime', container: 'mov', codec: 'hevc' }],
])('the limits themselves are allowed: %s', (_, probe) => {
  expect(problems(probe, VIDEO_MAX_SIZE_BYTES)).toEqual([])
})

const MPEG4 = 'MP4, MOV or WebM'
const CODECS = 'H.264 (recommended), H.265, VP8 or VP9'
const SIDES = '360 to 4096 px on each side'
const RATE = '23 to 60 frames per second'
const RATIO = 'about 9:16 to 16:9 (0.56 to 1.78)'
const COLOURS = 'yuv420p (8 bits, 4:2:0), SDR'
const SOUNDS = 'AAC (usual), MP3, Opus or Vorbis'

test.each<[string, Partial<MediaProbe>, string, string, MediaFix | null]>([
  ['container', { mimeType: 'video/vnd.avi', container: 'avi' }, 'AVI', MPEG4, 'transcode'],
  ['codec', { codec: 'av1' }, 'av1', CODECS, 'transcode'],
  ['picture_size', { width: 359, height: 600 }, '359 × 600 px', SIDES, 'resize'],
  ['picture_size', { width: 2400, height: 4097 }, '2400 × 4097 px', SIDES, 'resize'],
  ['frame_rate', { frameRate: 15 }, '15 frames per second', RATE, 'transcode'],
  ['frame_rate', { frameRate: 120 }, '120 frames per second', RATE, 'transcode'],
  ['duration', { durationMs: VIDEO_MAX_DURATION_MS + 40 }, '10 min 0.04 s', 'at most 10 min', null],
  ['duration', { durationMs: 0 }, '0 s', 'at most 10 min', null],
])('%s out of bounds is an error with measure, limit and remedy: %o', (code, probe, measured, limit, fix) => {
  expect(problems(probe)).toEqual([
    { code, level: 'error', measured, limit, message: expect.any(String), remedy: expect.any(String), fix },
  ])
})

test.each<[string, Partial<MediaProbe>, string, string, MediaFix | null]>([
  ['container', { container: '3gp' }, '3GP', MPEG4, 'transcode'],
  ['frame_rate', { frameRate: 60.02 }, '60.02 frames per second', RATE, 'transcode'],
  ['duration', { durationMs: 2900 }, '2.9 s', 'at least 3 s', null],
  ['aspect_ratio', { width: 1080, height: 2400 }, '0.45 (1080 × 2400 px)', RATIO, 'resize'],
  ['aspect_ratio', { width: 1920, height: 804 }, '2.39 (1920 × 804 px)', RATIO, 'resize'],
  ['pixel_shape', { width: 720, height: 576, pixelAspect: 1.0667 }, '1.07:1', 'square (1:1)', 'transcode'],
  ['pixel_format', { pixelFormat: 'yuv422p10le' }, 'yuv422p10le', COLOURS, 'transcode'],
  ['pixel_format', { pixelFormat: 'yuv420p10le', hdr: 'HLG' }, 'yuv420p10le, HLG', COLOURS, 'transcode'],
  ['scan', { isInterlaced: true }, 'interlaced', 'progressive', 'transcode'],
  ['audio_codec', { audioCodec: 'pcm_s16le' }, 'pcm_s16le', SOUNDS, 'transcode'],
])('%s that TikTok may take or show badly is a warning: %o', (code, probe, measured, limit, fix) => {
  expect(problems(probe)).toEqual([
    { code, level: 'warning', measured, limit, message: expect.any(String), remedy: expect.any(String), fix },
  ])
})

test('one byte too many is told so that a person sees the difference', () => {
  expect(problems({}, VIDEO_MAX_SIZE_BYTES + 1)).toMatchObject([
    { code: 'file_size', fix: 'transcode', measured: '4 GB (4294967297 bytes)', limit: 'at most 4 GB' },
  ])
})

test('what cannot be decoded here cannot be mended here', () => {
  expect(problems({ codec: 'asv1', frameRate: 15, isDecodable: false }).map(({ fix }) => fix)).toEqual([null, null])
})

test('what could not be measured is a warning', () => {
  const unread = { codec: null, width: null, height: null, pixelFormat: null, frameRate: null, durationMs: null }
  expect(problems(unread).map(({ code, level, measured }) => [code, level, measured])).toEqual([
    ['codec', 'warning', null],
    ['picture_size', 'warning', null],
    ['frame_rate', 'warning', null],
    ['duration', 'warning', null],
  ])
})
