import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

/** A call that says when it begins and ends when it is told to. */
function createCall(began: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<string>()
  const run = () => {
    began.push(name)
    return promise
  }
  return { run, end: () => resolve(name) }
}

test('calls with one key run one after another, those of other keys meanwhile', async () => {
  const take = createTurns({ most: 10 })
  const began: string[] = []
  const [first, second, other] = ['first', 'second', 'other'].map((name) => createCall(began, name))
  const results = [take('a', first!.run), take('a', second!.run), take('b', other!.run)]
  other!.end()
  expect(await results[2]).toBe('other')
  expect(began).toEqual(['first', 'other'])
  first!.end()
  expect(await results[0]).toBe('first')
  second!.end()
  expect(await results[1]).toBe('second')
})

test('no more than so many run at once, and one that fails makes room, too', async () => {
  const take = createTurns({ most: 1 })
  const began: string[] = []
  const waiting = createCall(began, 'waiting')
  const failing = take('a', () => Promise.reject(new Error('no')))
  const result = take('b', waiting.run)
  await expect(failing).rejects.toThrow('no')
  waiting.end()
  expect(await result).toBe('waiting')
})
