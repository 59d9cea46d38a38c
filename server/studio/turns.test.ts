import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('no more than so many run side by side, and the others come in their order', async () => {
  const turns = createTurns(2)
  const runs = ['a', 'b', 'c', 'd'].map((name) => ({
    name,
    begin: Promise.withResolvers<void>(),
    end: Promise.withResolvers<void>(),
  }))
  const begun: string[] = []
  const ended = runs.map(async ({ name, begin, end }) => {
    using _turn = await turns.take()
    begun.push(name)
    begin.resolve()
    await end.promise
  })
  for (const [index, { begin, end }] of runs.entries()) {
    await begin.promise
    expect(begun.length - index).toBeLessThanOrEqual(2)
    end.resolve()
    await ended[index]
  }
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

test('what fails gives its turn on, and who loses interest leaves the queue', async () => {
  const turns = createTurns(1)
  const fail = async () => {
    using _turn = await turns.take()
    throw new Error('it failed')
  }
  await expect(fail()).rejects.toThrow('it failed')

  const first = await turns.take()
  const leaving = new AbortController()
  const second = turns.take(leaving.signal)
  const third = turns.take()
  leaving.abort(new Error('no longer wanted'))
  await expect(second).rejects.toThrow('no longer wanted')
  first[Symbol.dispose]()
  using _third = await third
  await expect(turns.take(AbortSignal.abort(new Error('never mind')))).rejects.toThrow('never mind')
})
