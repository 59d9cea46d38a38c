import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHeap } from './heap.ts'

test('what goes in comes out smallest first, whatever came out in between', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer())), (steps) => {
      const heap = createHeap<number>((a, b) => a < b)
      let held: number[] = []
      for (const step of steps) {
        if (step !== null) heap.push(step)
        held = step === null ? held.toSorted((a, b) => a - b).slice(1) : [...held, step]
        if (step === null) heap.pop()
        expect(heap.peek()).toBe(held.length > 0 ? Math.min(...held) : undefined)
      }
    }),
  )
})
