import { expect, test } from 'vitest'
import { publication } from './post-fixtures.ts'
import { publicationExplanation } from './publication-explanation.ts'

const facts = { type: 'video', now: new Date('2026-11-20T12:00:00Z') } as const
const id = '0f3c7f5e-0a55-4a0c-8c39-6c3f1a2b3c11'

test('a scheduled publication says when it starts', () => {
  const later = publication(id, { publishAt: '2026-11-20T15:00:00Z' })
  expect(publicationExplanation(later, facts)).toMatch(/^Starts in 3 hours \(/)
  expect(publicationExplanation(publication(id, { publishAt: '2026-11-20T11:59:59Z' }), facts)).toBe(
    'Starts in a moment.',
  )
})

test('one that was moved says that it waits for a free place', () => {
  const moved = publication(id, { publishAt: '2026-11-20T11:00:00Z', nextStepAt: '2026-11-20T14:00:00Z' })
  expect(publicationExplanation(moved, facts)).toMatch(/^Waits for a free place at TikTok: next try in 2 hours/)
})

test('a draft in the inbox says where the creator finishes it', () => {
  expect(publicationExplanation(publication(id, { status: 'inbox' }), facts)).toContain('TikTok app')
})

test('a published post without a link says why there is none', () => {
  const published = publication(id, { status: 'published', privacyLevel: 'PUBLIC_TO_EVERYONE' })
  expect(publicationExplanation(published, facts)).toMatch(/^The link follows/)
  expect(publicationExplanation({ ...published, privacyLevel: 'SELF_ONLY' }, facts)).toMatch(
    /only for posts that everyone/,
  )
  expect(publicationExplanation({ ...published, url: 'https://www.tiktok.com/@a/video/1' }, facts)).toBeNull()
})

test('one whose video or photos TikTok is fetching says that it can still be cancelled', () => {
  const progress = { sentBytes: 10, totalBytes: 100 }
  const pulled = publication(id, { status: 'processing', source: 'url', progress })
  expect(publicationExplanation(pulled, facts)).toMatch(/^TikTok is fetching the video.*cancel/)
  expect(publicationExplanation(pulled, { ...facts, type: 'photo' })).toMatch(/^TikTok is fetching the photos/)
  expect(publicationExplanation({ ...pulled, progress: { sentBytes: 100, totalBytes: 100 } }, facts)).toMatch(
    /^TikTok has everything/,
  )
})
