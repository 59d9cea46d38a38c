import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readPieces } from './read-pieces.ts'

const content = randomBytes(5_000_000)

async function useFile() {
  const dir = await mkdtemp(join(tmpdir(), 'clipdeck-pieces-'))
  const path = join(dir, 'content')
  await writeFile(path, content)
  return { path, [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) }
}

/** Takes the pieces as a connection does that still sends the one before. */
async function readLate(stream: Readable): Promise<Buffer> {
  const taken: Buffer[] = []
  let previous: Buffer | undefined
  for await (const piece of stream) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('A buffer was expected')
    if (previous) taken.push(Buffer.from(previous))
    previous = piece
  }
  return Buffer.concat([...taken, ...(previous ? [previous] : [])])
}

async function isOpen(path: string): Promise<boolean> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
  return (await Promise.all(links)).includes(path)
}

test.each([
  [0, 4_999_999],
  [0, 0],
  [4_999_999, 4_999_999],
  [1_000_003, 3_456_789],
  [524_288, 2 * 524_288 - 1],
])('bytes %d to %d come as they are, though the reader is one piece late', async (firstByte, lastByte) => {
  await using file = await useFile()
  const read = await readLate(readPieces(file.path, { firstByte, lastByte }))
  expect(read.equals(content.subarray(firstByte, lastByte + 1))).toBe(true)
})

test('a file that ends early ends the pieces, so that the reader sees a wrong length', async () => {
  await using file = await useFile()
  const read = await readLate(readPieces(file.path, { firstByte: 4_000_000, lastByte: 9_000_000 }))
  expect(read).toHaveLength(1_000_000)
})

test('the file is closed after the last piece, and when the reader goes before it', async () => {
  await using file = await useFile()
  await readLate(readPieces(file.path, { firstByte: 0, lastByte: 4_999_999 }))
  expect(await isOpen(file.path)).toBe(false)

  const stream = readPieces(file.path, { firstByte: 0, lastByte: 4_999_999 })
  await once(stream, 'readable')
  expect(await isOpen(file.path)).toBe(true)
  stream.destroy()
  await once(stream, 'close')
  expect(await isOpen(file.path)).toBe(false)
})

test('a missing file is an error of the stream', async () => {
  await expect(readLate(readPieces('/nowhere/at/all', { firstByte: 0, lastByte: 1 }))).rejects.toThrow('ENOENT')
})
