import { expect, test } from 'vitest'
import { dailyCap, type LearnedCap, learnCap } from './daily-cap.ts'

const noon = new Date('2026-12-01T12:00:00Z')
const HOUR = 60 * 60 * 1000
const at = (hours: number) => new Date(noon.getTime() + hours * HOUR)

function row(learned: LearnedCap | null) {
  return {
    learnedPosts: learned?.limit ?? null,
    learnedPostsSince: learned?.since ?? null,
    learnedPostsUntil: learned?.until ?? null,
  }
}

test('a first refusal is believed for the window that was full', () => {
  const learned = learnCap(null, 9, noon)
  expect(learned).toEqual({ limit: 9, since: noon, until: at(24) })
  expect(dailyCap(row(learned), 15, at(23)).limit).toBe(9)
  expect(dailyCap(row(learned), 15, at(24))).toEqual({ limit: 15, configured: 15, learned: null })
})

test('another refusal of the same day only lowers it', () => {
  const first = learnCap(null, 9, noon)
  expect(learnCap(first, 7, at(5))).toEqual({ limit: 7, since: noon, until: at(24) })
  expect(learnCap(first, 9, at(5))).toEqual(first)
})

test('a refusal on another day is the cap of the creator, and each one after it keeps it for a week more', () => {
  const second = learnCap(learnCap(null, 9, noon), 9, at(25))
  expect(second).toEqual({ limit: 9, since: at(25), until: at(25 + 7 * 24) })
  const third = learnCap(second, 8, at(25 + 8 * 24))
  expect(third).toMatchObject({ limit: 8, until: at(25 + 15 * 24) })
})

test('what was said long ago makes a refusal a first one again', () => {
  expect(learnCap(learnCap(null, 9, noon), 9, at(24 + 7 * 24))).toMatchObject({ until: at(9 * 24) })
})

test('with nothing of ours in the window nothing is learned', () => {
  expect(learnCap(null, 0, noon)).toBeNull()
})

test('nothing that was learned raises the cap above the configured one', () => {
  expect(dailyCap(row(learnCap(null, 20, noon)), 15, at(1))).toEqual({ limit: 15, configured: 15, learned: null })
})
