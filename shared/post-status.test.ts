import fc from 'fast-check'
import { expect, test } from 'vitest'
import { postStatus } from './post-status.ts'
import { canMove, isEnded, PUBLICATION_STATUSES, type PublicationStatus } from './publication-status.ts'

test.each<[PublicationStatus[], string]>([
  [[], 'draft'],
  [['draft', 'draft'], 'draft'],
  [['scheduled', 'draft'], 'scheduled'],
  [['publishing', 'scheduled'], 'publishing'],
  [['published', 'scheduled'], 'publishing'],
  [['processing', 'failed'], 'publishing'],
  [['published', 'inbox'], 'published'],
  [['published', 'cancelled'], 'published'],
  [['published', 'failed'], 'partial'],
  [['failed', 'cancelled'], 'failed'],
  [['cancelled'], 'cancelled'],
  [['published', 'held'], 'attention'],
  [['unconfirmed', 'publishing'], 'attention'],
])('publications %j make the post %s', (publications, expected) => {
  expect(postStatus(publications)).toBe(expected)
})

test('the order of the publications does not matter', () => {
  const statuses = fc.array(fc.constantFrom(...PUBLICATION_STATUSES), { maxLength: 6 })
  fc.assert(fc.property(statuses, (list) => postStatus(list) === postStatus([...list].reverse())))
})

test('a published publication never moves again, a cancelled one only if it is out after all, and nothing becomes a draft once it was sent', () => {
  for (const to of PUBLICATION_STATUSES) {
    expect(canMove('published', to)).toBe(false)
    expect(canMove('cancelled', to)).toBe(to === 'published' || to === 'inbox')
  }
  for (const from of ['publishing', 'processing', 'unconfirmed', 'inbox'] as const)
    expect(canMove(from, 'draft')).toBe(false)
})

test('an unconfirmed publication has not ended', () => {
  expect(PUBLICATION_STATUSES.filter(isEnded).sort()).toEqual(['cancelled', 'failed', 'inbox', 'published'])
})
