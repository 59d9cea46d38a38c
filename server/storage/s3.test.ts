import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { startS3Server } from '#test/s3-server.ts'
import { readConfig } from '../config.ts'
import { openStorage } from './open-storage.ts'

type Env = Record<string, string>

const PART = /^PUT .*partNumber=/
/** Four parts. */
const content = randomBytes(18_000_000)

/** `change` makes other settings of the right ones. */
async function openS3(change: (env: Env) => Env = (env) => env) {
  const cleanUp = new AsyncDisposableStack()
  const dir = await mkdtemp(join(tmpdir(), 'clipdeck-s3-test-'))
  cleanUp.defer(() => rm(dir, { recursive: true }))
  const s3 = cleanUp.use(await startS3Server())
  const storage = cleanUp.use(await openStorage(readConfig({ DATA_DIR: dir, ...change(s3.env) }), join(dir, 'temp')))
  const path = join(dir, 'content')
  await writeFile(path, content)
  return { s3, storage, path, [Symbol.asyncDispose]: () => cleanUp.disposeAsync() }
}

test('objects lie below the prefix, and a large one came in parts', async () => {
  await using place = await openS3()
  await place.storage.putFile('a/video', place.path)
  expect(await place.s3.keys()).toEqual(['clips/a/video'])
  expect(await place.s3.parts()).toEqual([])
  expect(place.s3.calls.filter((call) => PART.test(call))).toHaveLength(4)
})

test('an upload that fails on its way is called off, and its file stays', async () => {
  await using place = await openS3()
  place.s3.rules.refuse = async (call) => /partNumber=3/.test(call)
  await expect(place.storage.putFile('a/video', place.path)).rejects.toThrow('S3 answered 403 AccessDenied')
  expect(place.s3.calls.at(-1)).toMatch(/^DELETE .*uploadId=/)
  expect([await place.s3.parts(), await place.s3.keys()]).toEqual([[], []])
  expect(content.equals(await readFile(place.path))).toBe(true)
})

test('who closes it ends its uploads first, and leaves neither parts nor connections', async () => {
  await using place = await openS3()
  const [first, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  place.s3.rules.refuse = async (call) => {
    if (!PART.test(call)) return false
    first.resolve()
    await go.promise
    return false
  }
  const put = expect(place.storage.putFile('a/video', place.path)).rejects.toThrow('Clipdeck is stopping')
  await first.promise
  const closed = place.storage[Symbol.asyncDispose]()
  go.resolve()
  await Promise.all([put, closed])
  expect([await place.s3.parts(), await place.s3.keys()]).toEqual([[], []])
  await place.s3.untilAlone()
})

test('content whose connection breaks is an error of the stream, and no early end', async () => {
  await using place = await openS3()
  await place.storage.putFile('a/video', place.path)
  const stream = place.storage.read('a/video')
  await once(stream, 'readable')
  place.s3.breakOff()
  await expect(buffer(stream)).rejects.toThrow(/aborted|ECONNRESET/)
})

test('a refusal says what S3 said, and nothing of the key', async () => {
  await using place = await openS3()
  place.s3.rules.refuse = async () => true
  const failure: unknown = await place.storage.check().catch((error: unknown) => error)
  expect(failure).toMatchObject({ name: 'StorageError', code: 'AccessDenied' })
  expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('S3RVER')
  await expect(buffer(place.storage.read('a/video'))).rejects.toThrow('S3 answered 403 AccessDenied: Access Denied')
})

test.each<[string, (env: Env) => Env, string]>([
  [
    'a bucket that is not there',
    ({ STORAGE_URL }) => ({ STORAGE_URL: `${STORAGE_URL}`.replace('media', 'other') }),
    'S3 answered 404 NoSuchBucket',
  ],
  ['a key that is not known', () => ({ AWS_ACCESS_KEY_ID: 'OTHER' }), 'S3 answered 403 InvalidAccessKeyId'],
  [
    'a server that is not there',
    () => ({ STORAGE_URL: 's3://media?endpoint=http://127.0.0.1:9' }),
    'S3 does not answer (ECONNREFUSED',
  ],
])('%s fails the check', async (_what, wrong, message) => {
  await using place = await openS3((env) => ({ ...env, ...wrong(env) }))
  await expect(place.storage.check()).rejects.toThrow(message)
})
