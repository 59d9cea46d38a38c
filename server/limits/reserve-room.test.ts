import { expect, inject, test } from 'vitest'
import { createDb, createPool } from '#server/db/db.ts'
import { createTestDatabase } from '#test/database.ts'
import { releaseRoom, reserveRoom } from './reserve-room.ts'

const window = { bucket: 'init:someone', limit: 6, windowMs: 60_000 }
const start = new Date('2026-12-01T09:00:00Z')
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)

async function openDb() {
  await using cleanUp = new AsyncDisposableStack()
  const database = cleanUp.use(await createTestDatabase(inject('postgresUrl')))
  const pool = createPool(database.url, { max: 20 })
  cleanUp.defer(() => pool.end())
  const db = createDb(pool)
  const owned = cleanUp.move()
  return {
    reserve: (now: Date, member: string | null = null) =>
      db.transaction().execute((tx) => reserveRoom(tx, window, now, member)),
    release: (member: string) => db.transaction().execute((tx) => releaseRoom(tx, window, member)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

test('500 at once get exactly six places, and the others the moment when there is room', async () => {
  await using room = await openDb()
  const answers = await Promise.all(Array.from({ length: 500 }, () => room.reserve(start)))
  expect(answers.filter((answer) => answer === null)).toHaveLength(6)
  for (const answer of answers) if (answer) expect(answer).toEqual(at(60))
})

test('the window slides: a place is free again a minute after it was taken', async () => {
  await using room = await openDb()
  for (const second of [0, 10, 20, 30, 40, 50]) expect(await room.reserve(at(second))).toBeNull()
  expect(await room.reserve(at(55))).toEqual(at(60))
  expect(await room.reserve(at(60))).toBeNull()
  expect(await room.reserve(at(61))).toEqual(at(70))
})

test('a member counts once in a window, and a place that is given back is free', async () => {
  await using room = await openDb()
  for (const member of ['a', 'b', 'c', 'd', 'e', 'f', 'a', 'b']) expect(await room.reserve(start, member)).toBeNull()
  expect(await room.reserve(start, 'g')).toEqual(at(60))
  await room.release('c')
  expect(await room.reserve(start, 'g')).toBeNull()
})
