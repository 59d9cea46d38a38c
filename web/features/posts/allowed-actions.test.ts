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
  expect(postActions([{ status: 'draft' }])).toEqual(['publish', 'schedule', 'cancel'])
  expect(postActions([{ status: 'published' }, { status: 'held' }])).toEqual(['cancel'])
  expect(postActions([{ status: 'published' }])).toEqual([])
})
