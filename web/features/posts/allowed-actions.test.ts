import { expect, test } from 'vitest'
import { postActions, publicationActions } from './allowed-actions.ts'

test('each state offers what can be done about it', () => {
  expect(publicationActions({ status: 'failed' })).toEqual(['retry'])
  expect(publicationActions({ status: 'held' })).toEqual(['retry', 'cancel'])
  expect(publicationActions({ status: 'unconfirmed' })).toEqual(['resolve'])
  expect(publicationActions({ status: 'scheduled' })).toEqual(['cancel'])
  expect(publicationActions({ status: 'publishing' })).toEqual(['cancel'])
  for (const status of ['processing', 'published', 'inbox', 'cancelled'] as const) {
    expect(publicationActions({ status })).toEqual([])
  }
})

test('a post offers what one of its publications allows', () => {
  const failure = null
  expect(postActions([{ status: 'draft', failure }])).toEqual(['publish', 'schedule', 'cancel'])
  const held = { code: 'privacy_not_offered', detail: '', remedy: '' }
  expect(
    postActions([
      { status: 'published', failure },
      { status: 'held', failure: held },
    ]),
  ).toEqual(['cancel'])
  expect(postActions([{ status: 'published', failure }])).toEqual([])
})

test('what came too late may be given another time', () => {
  const failure = { code: 'too_late', detail: '', remedy: '' }
  expect(postActions([{ status: 'held', failure }])).toEqual(['publish', 'schedule', 'cancel'])
})
