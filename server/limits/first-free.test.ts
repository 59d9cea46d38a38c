import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstFree, fullestWindow } from './first-free.ts'

/** A window of 10: small numbers make every edge likely. */
const WINDOW = 10
const three = { limit: 3, windowMs: WINDOW }

test('with room left, the wanted time is free', () => {
  expect(firstFree([], three, 5)).toBe(5)
  expect(firstFree([1, 2], three, 5)).toBe(5)
})

test('a full window is free again exactly one window after its oldest', () => {
  expect(firstFree([1, 2, 3], three, 5)).toBe(11)
  expect(firstFree([1, 2, 3], three, 11)).toBe(11)
})

test('what is booked later counts too: nothing is squeezed in before it', () => {
  expect(firstFree([20, 21, 22], three, 15)).toBe(30)
  expect(firstFree([20, 21, 22], three, 12)).toBe(12)
  expect(firstFree([20, 21, 22], three, 13)).toBe(30)
})

test('a gap that is wide enough between two full windows is found', () => {
  expect(firstFree([1, 2, 3, 21, 22, 23], three, 2)).toBe(11)
  expect(firstFree([1, 2, 3, 12, 13, 14], three, 2)).toBe(22)
})

test('books that hold more than they may bar only the windows that are full', () => {
  expect(firstFree([1, 1, 1, 1, 1], three, 1)).toBe(11)
  expect(firstFree([1, 1, 1, 1, 1], three, 11)).toBe(11)
})

test('the fullest window is the one that a person would be told about', () => {
  expect(fullestWindow([], WINDOW, 5)).toBe(0)
  expect(fullestWindow([1, 2, 11, 12, 13], WINDOW, 10)).toBe(3)
  expect(fullestWindow([3, 4, 11, 12, 13], WINDOW, 10)).toBe(4)
})

const books = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 30 }).map((all) => all.toSorted((a, b) => a - b))
const limits = fc.integer({ min: 1, max: 6 })
const moments = fc.integer({ min: 0, max: 80 })

/** By the words of the rule: every window that holds the new one is looked at. */
function fits(booked: number[], limit: number, at: number): boolean {
  for (let start = at - WINDOW + 1; start <= at; start++)
    if (booked.filter((each) => each >= start && each < start + WINDOW).length + 1 > limit) return false
  return true
}

test('the first free time is what trying every moment finds', () => {
  fc.assert(
    fc.property(books, limits, moments, (booked, limit, from) => {
      let expected = from
      while (!fits(booked, limit, expected)) expected++
      expect(firstFree(booked, { limit, windowMs: WINDOW }, from)).toBe(expected)
    }),
    { numRuns: 2000 },
  )
})

test('a time is free exactly when its fullest window is not full', () => {
  fc.assert(
    fc.property(books, limits, moments, (booked, limit, at) => {
      const isFree = firstFree(booked, { limit, windowMs: WINDOW }, at) === at
      expect(fullestWindow(booked, WINDOW, at) < limit).toBe(isFree)
    }),
    { numRuns: 2000 },
  )
})

test('books that are filled by asking never hold more than they may', () => {
  fc.assert(
    fc.property(fc.array(moments, { maxLength: 40 }), limits, (wanted, limit) => {
      let booked: number[] = []
      for (const from of wanted) {
        const at = firstFree(booked, { limit, windowMs: WINDOW }, from)
        booked = [...booked, at].toSorted((a, b) => a - b)
      }
      for (const start of booked)
        expect(booked.filter((each) => each >= start && each < start + WINDOW).length).toBeLessThanOrEqual(limit)
    }),
  )
})
