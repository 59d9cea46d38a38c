import { expect, test } from 'vitest'
import { canMove, isEnded, PUBLICATION_STATUSES, type PublicationStatus } from './publication-status.ts'

/** Every state that a publication can come to from this one, in any number of moves. */
function reachableFrom(start: PublicationStatus): Set<PublicationStatus> {
  const found = new Set([start])
  for (const from of found) for (const to of PUBLICATION_STATUSES) if (canMove(from, to)) found.add(to)
  return found
}

const ends = PUBLICATION_STATUSES.filter(isEnded)
const others = PUBLICATION_STATUSES.filter((status) => !isEnded(status))

test('the ends are published, inbox, failed and cancelled', () => {
  expect(ends.toSorted()).toEqual(['cancelled', 'failed', 'inbox', 'published'])
})

test.each(others)('there is no dead end: from %s an end can be reached', (status) => {
  expect(ends.some((end) => reachableFrom(status).has(end))).toBe(true)
})

test.each(['held', 'unconfirmed', 'failed'] as const)('what is %s can still be published', (status) => {
  expect(reachableFrom(status)).toContain('published')
})

test('every state can be reached from a draft', () => {
  expect(PUBLICATION_STATUSES.filter((status) => !reachableFrom('draft').has(status))).toEqual([])
})

test('what is published stays so', () => {
  expect([...reachableFrom('published')]).toEqual(['published'])
})

test('nothing moves to where it is, and nothing is a draft again once it has begun', () => {
  expect(PUBLICATION_STATUSES.filter((status) => canMove(status, status))).toEqual([])
  expect(PUBLICATION_STATUSES.filter((status) => canMove(status, 'draft'))).toEqual(['scheduled'])
})

test('what has ended is never cancelled', () => {
  expect(ends.filter((status) => canMove(status, 'cancelled'))).toEqual([])
})
