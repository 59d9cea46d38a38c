import { expect, test } from 'vitest'
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
  durationMs: 15_000,
  frameRate: 29.97,
  hasAudio: true,
  audioCodec: 'aac',
  bitRate: 5_000_000,
}
const problems = (probe: Partial<MediaProbe>, sizeBytes = 9_000_000) =>
  checkVideo({ ...good, ...probe }, sizeBytes).filter(({ level }) => level !== 'ok')

test('a usual video passes every check and each says what was measured', () => {
  expect(problems({})).toEqual([])
  expect(checkVideo(good, 1536 * 1024).map(({ measured }) => measured)).toEqual([
    'MP4',
    'H.264',
    '1080 × 1920 px',
    '29.97 frames per second',
    '15 s',
    '1.5 MB',
  ])
})

test.each<[string, Partial<MediaProbe>]>([
  ['smallest', { width: 360, height: 360, frameRate: 23 }],
  ['largest', { width: 4096, height: 4096, frameRate: 60, durationMs: VIDEO_MAX_DURATION_MS }],
  ['WebM with VP9', { mimeType: 'video/webm', container: 'webm', codec: 'vp9' }],
  ['MOV with H.265', { mimeType: 'video/quicktime', container: 'mov', codec: 'hevc' }],
])('the limits themselves are allowed: %s', (_, probe) => {
  expect(problems(probe, VIDEO_MAX_SIZE_BYTES)).toEqual([])
})

test.each<[string, Partial<MediaProbe>, string, string]>([
  ['container', { mimeType: 'video/vnd.avi', container: 'avi' }, 'AVI', 'MP4, MOV or WebM'],
  ['codec', { codec: 'av1' }, 'av1', 'H.264 (recommended), H.265, VP8 or VP9'],
  ['picture_size', { width: 359 }, '359 × 1920 px', '360 to 4096 px on each side'],
  ['picture_size', { height: 4097 }, '1080 × 4097 px', '360 to 4096 px on each side'],
  ['frame_rate', { frameRate: 15 }, '15 frames per second', '23 to 60 frames per second'],
  ['frame_rate', { frameRate: 120 }, '120 frames per second', '23 to 60 frames per second'],
  ['duration', { durationMs: VIDEO_MAX_DURATION_MS + 40 }, '10 min 0.04 s', 'at most 10 min'],
  ['duration', { durationMs: 0 }, '0 s', 'at most 10 min'],
])('%s out of bounds is an error with measure, limit and remedy: %o', (code, probe, measured, limit) => {
  expect(problems(probe)).toEqual([
    { code, level: 'error', measured, limit, message: expect.any(String), remedy: expect.any(String), fix: null },
  ])
})

test('one byte too many is told so that a person sees the difference', () => {
  expect(problems({}, VIDEO_MAX_SIZE_BYTES + 1)).toMatchObject([
    { code: 'file_size', measured: '4 GB (4294967297 bytes)', limit: 'at most 4 GB' },
  ])
})

test('a varying frame rate just beside the limit is a warning', () => {
  expect(problems({ frameRate: 60.02 })).toMatchObject([{ code: 'frame_rate', level: 'warning' }])
})

test('what could not be measured is a warning', () => {
  const unread = { codec: null, width: null, height: null, frameRate: null, durationMs: null }
  expect(problems(unread).map(({ code, level, measured }) => [code, level, measured])).toEqual([
    ['codec', 'warning', null],
    ['picture_size', 'warning', null],
    ['frame_rate', 'warning', null],
    ['duration', 'warning', null],
  ])
})
