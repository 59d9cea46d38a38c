import { expect, test } from 'vitest'
import type { Publication } from '#shared/api/posts.ts'
import { postActions, publicationActions } from './allowed-actions.ts'
import { publication } from './post-fixtures.ts'

const withStatus = (status: Publication['status'], more: Partial<Publication> = {}) =>
  publication('0f3c7f5e-0a55-4a0c-8c39-6c3f1a2b3c11', { status, ...more })

test('each state offers what can be done about it', () => {
  expect(publicationActions(withStatus('failed'))).toEqual(['retry'])
  expect(publicationActions(withStatus('held'))).toEqual(['retry', 'cancel'])
  expect(publicationActions(withStatus('unconfirmed'))).toEqual(['resolve'])
  expect(publicationActions(withStatus('scheduled'))).toEqual(['cancel'])
  expect(publicationActions(withStatus('publishing'))).toEqual(['cancel'])
  for (const status of ['processing', 'published', 'inbox', 'cancelled'] as const) {
    expect(publicationActions(withStatus(status))).toEqual([])
  }
})

test('a post offers what one of its publications allows', () => {
  const failure = { code: 'privacy_not_offered', detail: '', remedy: '' }
  expect(postActions([withStatus('draft')])).toEqual(['publish', 'schedule', 'cancel'])
  expect(postActions([withStatus('published'), withStatus('held', { failure })])).toEqual(['cancel'])
  expect(postActions([withStatus('published')])).toEqual([])
})

test('what came too late may be given another time', () => {
  const failure = { code: 'too_late', detail: '', remedy: '' }
  expect(postActions([withStatus('held', { failure })])).toEqual(['publish', 'schedule', 'cancel'])
})

test('a video that TikTok is fetching can be called off until TikTok has all of it', () => {
  const pulled = (sentBytes: number) => ({ source: 'url' as const, progress: { sentBytes, totalBytes: 100 } })
  expect(publicationActions(withStatus('processing', pulled(40)))).toEqual(['cancel'])
  expect(publicationActions(withStatus('unconfirmed', pulled(40)))).toEqual(['resolve', 'cancel'])
  expect(publicationActions(withStatus('processing', pulled(100)))).toEqual([])
  expect(publicationActions(withStatus('processing', { ...pulled(40), source: 'file' }))).toEqual([])
  expect(postActions([withStatus('processing', pulled(40))])).toEqual(['cancel'])
})
