import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { access, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startS3Server } from '#test/s3-server.ts'
import { readConfig } from '../config.ts'
import { openStorage } from './open-storage.ts'
import type { Storage } from './storage.ts'

type Place = {
  storage: Storage
  dir: string
  tempDir: string
  /** Files or answers that are open for a reader. */
  countOpen(): Promise<number>
  untilClosed(): Promise<unknown>
}

/** A storage as the configuration gives it, on a disk or on an S3 of its own. */
async function openPlace(kind: 'disk' | 's3', cleanUp: AsyncDisposableStack): Promise<Place> {
  const dir = await mkdtemp(join(tmpdir(), 'clipdeck-storage-'))
  cleanUp.defer(() => rm(dir, { recursive: true }))
  const s3 = kind === 's3' ? cleanUp.use(await startS3Server()) : null
  const tempDir = join(dir, 'uploads')
  const settings = readConfig({ DATA_DIR: dir, ...s3?.env })
  const storage = cleanUp.use(await openStorage(settings, tempDir))
  return {
    storage,
    dir,
    tempDir,
    countOpen: async () => s3?.answering() ?? countOpenFiles(join(dir, 'media')),
    untilClosed: async () => s3?.untilQuiet(),
  }
}

async function countOpenFiles(dir: string): Promise<number> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''))
  return (await Promise.all(links)).filter((path) => path.startsWith(dir)).length
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

/** Uploaded in parts, the last of them short. */
const large = randomBytes(20_000_003)
const small = Buffer.from('a small file')

describe.each(['disk', 's3'] as const)('on %s', (kind) => {
  const cleanUp = new AsyncDisposableStack()
  let place: Place
  let storage: Storage

  beforeAll(async () => {
    place = await openPlace(kind, cleanUp)
    storage = place.storage
    await put('large/video', large)
    await put('small/file', small)
  })
  afterAll(() => cleanUp.disposeAsync())

  /** Puts a file in; gives its path, where nothing must be left. */
  async function put(key: string, content: Buffer): Promise<string> {
    const path = join(place.dir, 'incoming')
    await writeFile(path, content)
    await storage.putFile(key, path)
    return path
  }

  test('a file moves in, takes the place of the one before, and goes', async () => {
    const path = await put('small/again', Buffer.from('first'))
    await expect(access(path)).rejects.toThrow('ENOENT')
    await put('small/again', small)
    expect(await buffer(storage.read('small/again'))).toEqual(small)
    await storage.remove('small/again')
    await expect(buffer(storage.read('small/again'))).rejects.toMatchObject({ code: 'ENOENT' })
    await storage.remove('small/again')
    expect(await buffer(storage.read('small/file'))).toEqual(small)
  })

  test('an empty file is one too', async () => {
    await put('small/empty', Buffer.alloc(0))
    expect(await buffer(storage.read('small/empty'))).toHaveLength(0)
  })

  test('20 MB come out as they went in', async () => {
    const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    expect(sha256(await buffer(storage.read('large/video')))).toBe(sha256(large))
  })

  test.each([
    [0, 20_000_002],
    [20_000_002, 20_000_002],
    [5_242_879, 5_242_880],
    [1_000_003, 13_456_789],
  ])(
    'bytes %d to %d come alone, in one stream and in pieces to a reader that is one late',
    async (firstByte, lastByte) => {
      const wanted = large.subarray(firstByte, lastByte + 1)
      expect(wanted.equals(await buffer(storage.read('large/video', { firstByte, lastByte })))).toBe(true)
      expect(wanted.equals(await readLate(storage.readPieces('large/video', { firstByte, lastByte })))).toBe(true)
    },
  )

  test('a missing key is an error of the stream', async () => {
    const missing = { code: 'ENOENT' }
    await expect(buffer(storage.read('no/such'))).rejects.toMatchObject(missing)
    await expect(readLate(storage.readPieces('no/such', { firstByte: 0, lastByte: 9 }))).rejects.toMatchObject(missing)
    await expect(storage.withLocalFile('no/such', (path) => readFile(path))).rejects.toMatchObject(missing)
  })

  test('a local file is there while it is used, and leaves no copy, whatever its user does', async () => {
    expect(await storage.withLocalFile('small/file', (path) => readFile(path))).toEqual(small)
    const fails = storage.withLocalFile('small/file', async () => {
      throw new Error('unusable')
    })
    await expect(fails).rejects.toThrow('unusable')
    expect(await readdir(place.tempDir).catch(() => [])).toEqual([])
    expect(await buffer(storage.read('small/file'))).toEqual(small)
  })

  test.each(['read', 'readPieces'] as const)('what %s has opened is closed when the reader goes early', async (way) => {
    await place.untilClosed()
    const stream = storage[way]('large/video', { firstByte: 0, lastByte: 20_000_002 })
    await once(stream, 'readable')
    expect(await place.countOpen()).toBe(1)
    stream.destroy()
    await Promise.all([once(stream, 'close'), place.untilClosed()])
    expect(await place.countOpen()).toBe(0)
  })

  test('a reader that goes before anything has come is no error', async () => {
    const stream = storage.read('large/video')
    stream.destroy()
    await once(stream, 'close')
    await place.untilClosed()
    expect(await place.countOpen()).toBe(0)
  })

  test.each(['../secret', 'a/../../b', '/etc/passwd', 'Ab', 'a b', 'a\0', '', '.hidden', 'a%2fb'])(
    'the key %j is refused',
    async (key) => {
      expect(() => storage.read(key)).toThrow('Not a storage key')
      await expect(storage.putFile(key, join(place.dir, 'incoming'))).rejects.toThrow('Not a storage key')
      await expect(async () => storage.remove(key)).rejects.toThrow('Not a storage key')
    },
  )

  test('it says that it can be written', async () => {
    await storage.check()
  })
})
