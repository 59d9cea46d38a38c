import { expect, test } from 'vitest'
import type { MediaRow } from '../db/tables.ts'
import { judgeFailReason } from './judge-failure.ts'
import { nameMedia } from './name-media.ts'

const clip: MediaRow = {
  id: '0b5f0a3e-1f63-4a57-9a0e-1c8b6f2d9e11',
  workspaceId: 'w',
  kind: 'video',
  status: 'ready',
  fileName: 'clip.mp4',
  sizeBytes: 2 * 1024 ** 2,
  sha256: 'ab12',
  storageKey: 'w/m',
  mimeType: 'video/mp4',
  width: 540,
  height: 960,
  durationMs: 2000,
  codec: 'h264',
  frameRate: 30,
  checks: [],
  hasThumbnail: null,
  hasStrip: null,
  madeFrom: null,
  progress: null,
  failure: null,
  renderAttempts: 0,
  renderSeenAt: null,
  photo: null,
  createdAt: new Date(0),
}
const image = (fileName: string): MediaRow => ({
  ...clip,
  kind: 'image',
  fileName,
  photo: { sizeBytes: 300_000, width: 1080, height: 1350 },
})

function detailOf(failReason: string, media: MediaRow[]): string {
  const decision = nameMedia(judgeFailReason(failReason, null, new Date(0)), media)
  return 'failure' in decision ? decision.failure.detail : ''
}

test.each([
  ['file_format_check_failed', 'clip.mp4: video/mp4, h264.'],
  ['duration_check_failed', 'clip.mp4: 2 s.'],
  ['frame_rate_check_failed', 'clip.mp4: 30 frames per second.'],
  ['picture_size_check_failed', 'clip.mp4: 540 × 960 px.'],
  ['video_pull_failed', 'clip.mp4: 2 MB.'],
])('%s names the video and what was measured of it', (failReason, words) => {
  expect(detailOf(failReason, [clip])).toBe(`TikTok did not publish it: ${failReason}. It is about ${words}`)
})

test('of photos it names some, as they were sent, because TikTok does not say which it means', () => {
  const images = ['a.png', 'b.heic', 'c.jpg', 'd.gif', 'e.jpg'].map(image)
  expect(detailOf('picture_size_check_failed', images)).toBe(
    'TikTok did not publish it: picture_size_check_failed. It is about one or more of these 5 images: ' +
      'a.png: 1080 × 1350 px; b.heic: 1080 × 1350 px; c.jpg: 1080 × 1350 px, and 2 more.',
  )
  expect(detailOf('file_format_check_failed', images.slice(0, 1))).toContain('It is about a.png: sent as JPEG.')
})

test('what is not about the media names none', () => {
  expect(detailOf('spam_risk_text', [clip])).toBe('TikTok did not publish it: spam_risk_text.')
})
