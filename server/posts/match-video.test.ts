import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Video } from '#tiktok/videos.ts'
import { type ExpectedVideo, matchVideo } from './match-video.ts'

const AT_MS = Date.UTC(2026, 11, 1, 9)
const MINUTE_MS = 60_000

function expectedVideo(more: Partial<ExpectedVideo> = {}): ExpectedVideo {
  const until = new Date(AT_MS + 180 * MINUTE_MS)
  return { caption: 'New drop #acme', durationMs: 12_400, from: new Date(AT_MS), until, ...more }
}

function video(id: string, more: Partial<Video> = {}): Video {
  return {
    id,
    createdAt: new Date(AT_MS + 5 * MINUTE_MS),
    videoDescription: 'New drop #acme',
    title: 'New drop #acme',
    durationS: 12,
    coverImageUrl: undefined,
    shareUrl: undefined,
    height: undefined,
    width: undefined,
    embedHtml: undefined,
    embedLink: undefined,
    likeCount: undefined,
    commentCount: undefined,
    shareCount: undefined,
    viewCount: undefined,
    ...more,
  }
}

function match(videos: Video[], more: { rivals?: ExpectedVideo[]; claimed?: string[]; expected?: ExpectedVideo } = {}) {
  const { rivals = [], claimed = [], expected = expectedVideo() } = more
  return matchVideo({ expected, rivals, videos, claimedIds: new Set(claimed) })?.id ?? null
}

test('the one video with its caption, duration and time is the post', () => {
  expect(match([video('1', { videoDescription: 'Another', title: 'Another' }), video('2')])).toBe('2')
})

test.each([
  ['another caption', { videoDescription: 'Older drop', title: 'Older drop' }],
  ['no text', { videoDescription: undefined, title: undefined }],
  ['another duration', { durationS: 14 }],
  ['no duration', { durationS: undefined }],
  ['made before the init', { createdAt: new Date(AT_MS - 1000) }],
  ['made long after it', { createdAt: new Date(AT_MS + 181 * MINUTE_MS) }],
  ['no time', { createdAt: undefined }],
] satisfies [string, Partial<Video>][])('it is not a video with %s', (_what, more) => {
  expect(match([video('1', more)])).toBeNull()
})

test.each([11.4, 12.4, 12.6, 13.4])('a file of %d s may be shown as 12 or 13 s', (seconds) => {
  const expected = expectedVideo({ durationMs: seconds * 1000 })
  expect(match([video('1', { durationS: Math.floor(seconds) })], { expected })).toBe('1')
  expect(match([video('1', { durationS: Math.ceil(seconds) })], { expected })).toBe('1')
})

test('the text counts wherever TikTok shows it', () => {
  expect(match([video('1', { videoDescription: '' })])).toBe('1')
  expect(match([video('1', { title: '' })])).toBe('1')
})

test('of two equal videos neither is taken: somebody may have posted it by hand, or with another app', () => {
  expect(match([video('1'), video('2')])).toBeNull()
})

test('a video that stands on two pages of the list is one video', () => {
  expect(match([video('1'), video('1')])).toBe('1')
})

test('a video that is another post of ours already does not count', () => {
  expect(match([video('1')], { claimed: ['1'] })).toBeNull()
  expect(match([video('1'), video('2')], { claimed: ['1'] })).toBe('2')
})

test('a video that may be another post of ours as well is not taken', () => {
  expect(match([video('1')], { rivals: [expectedVideo()] })).toBeNull()
  expect(match([video('1')], { rivals: [expectedVideo({ caption: null, until: null })] })).toBeNull()
})

test('another post of ours from another time, or with another text, is no rival', () => {
  const evening = { from: new Date(AT_MS + 600 * MINUTE_MS), until: new Date(AT_MS + 780 * MINUTE_MS) }
  expect(match([video('1')], { rivals: [expectedVideo(evening), expectedVideo({ caption: 'Other' })] })).toBe('1')
})

test('without a caption or a measured duration nothing is matched', () => {
  expect(
    match([video('1', { title: '', videoDescription: '' })], { expected: expectedVideo({ caption: '' }) }),
  ).toBeNull()
  expect(match([video('1')], { expected: expectedVideo({ durationMs: null }) })).toBeNull()
})

const anyExpected = fc.record({
  caption: fc.constantFrom('New drop #acme', 'New drop', '', null),
  durationMs: fc.constantFrom(11_000, 12_000, 14_000, null),
  from: fc.integer({ min: 0, max: 30 }).map((minutes) => new Date(AT_MS + minutes * MINUTE_MS)),
  until: fc.option(fc.integer({ min: 10, max: 60 }).map((minutes) => new Date(AT_MS + minutes * MINUTE_MS))),
})
const anyVideo = fc
  .record({
    id: fc.constantFrom('1', '2', '3', '4'),
    createdAt: fc.integer({ min: 0, max: 60 }).map((minutes) => new Date(AT_MS + minutes * MINUTE_MS)),
    videoDescription: fc.constantFrom('New drop #acme', 'New drop', ''),
    durationS: fc.constantFrom(11, 12, 14),
  })
  .map(({ id, ...more }) => video(id, { ...more, title: more.videoDescription }))
const anyVideos = fc.uniqueArray(anyVideo, { selector: ({ id }) => id })

test('no video is ever matched to two posts, in whatever order they are asked about', () => {
  fc.assert(
    fc.property(fc.array(anyExpected, { maxLength: 5 }), anyVideos, (posts, videos) => {
      const matched = posts.map((expected, index) =>
        match(videos, { expected, rivals: posts.filter((_, other) => other !== index) }),
      )
      const found = matched.filter((id) => id !== null)
      expect(new Set(found).size).toBe(found.length)
    }),
  )
})

test('more videos, more rivals and more claims only ever take a match away, or leave it as it is', () => {
  fc.assert(
    fc.property(anyExpected, fc.array(anyExpected), anyVideos, fc.array(anyVideo), (expected, rivals, videos, more) => {
      const found = match(videos, { expected })
      const others = more.filter(({ id }) => videos.every((each) => each.id !== id))
      if (found === null) return
      expect([found, null]).toContain(match([...videos, ...others], { expected, rivals }))
      expect(match(videos, { expected, claimed: [found] })).not.toBe(found)
    }),
  )
})
