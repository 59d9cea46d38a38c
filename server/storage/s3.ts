import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { createS3Client, type S3Credentials } from './s3-client.ts'
import type { ByteRange, Storage } from './storage.ts'
import { storageKey } from './storage-key.ts'
import type { S3Place } from './storage-url.ts'
import { streamWhenOpen } from './stream-when-open.ts'

/** The smallest part that S3 takes (10,000 are allowed): an upload holds a handful of them in memory. */
const PART_BYTES = 5 * 1024 * 1024
const PARTS_AT_ONCE = 3
/** An answer to "can it be written?" that comes later is a no. */
const CHECK_MS = 5000

/** Media in a bucket. `tempDir` is for local copies; what is left there after a crash may be removed. */
export async function createS3Storage(
  place: S3Place,
  { credentials, tempDir }: { credentials: S3Credentials; tempDir: string },
): Promise<Storage> {
  await mkdir(tempDir, { recursive: true })
  const client = createS3Client(place, credentials)
  const objectOf = (key: string) => ({ Bucket: place.bucket, Key: `${place.prefix}${storageKey(key)}` })
  const uploads = new Map<ReadStream, Promise<unknown>>()

  function read(key: string, range?: ByteRange): Readable {
    const wanted = { ...objectOf(key), ...(range && { Range: `bytes=${range.firstByte}-${range.lastByte}` }) }
    return streamWhenOpen(async (abortSignal) => {
      const { Body: body } = await client.send(new GetObjectCommand(wanted), { abortSignal })
      if (!(body instanceof Readable)) throw new TypeError(`S3 gave no content for ${key}.`)
      return body
    })
  }

  return {
    async putFile(key, localPath) {
      const object = objectOf(key)
      const source = createReadStream(localPath)
      const params = { ...object, Body: source }
      const done = new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done()
      uploads.set(source, done)
      try {
        await done
      } finally {
        uploads.delete(source)
        source.destroy()
      }
      await rm(localPath)
    },
    read,
    readPieces: read,
    localPath: () => null,
    async withLocalFile(key, use) {
      const path = join(tempDir, randomUUID())
      try {
        await pipeline(read(key), createWriteStream(path, { flags: 'wx', mode: 0o600 }))
        return await use(path)
      } finally {
        await rm(path, { force: true })
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(objectOf(key)))
    },
    async check() {
      const options = { abortSignal: AbortSignal.timeout(CHECK_MS) }
      const probe = objectOf('check')
      await client.send(new PutObjectCommand({ ...probe, Body: 'ok' }), options)
      await client.send(new DeleteObjectCommand(probe), options)
    },
    async [Symbol.asyncDispose]() {
      // An upload whose source fails calls its parts off at S3 before it ends.
      for (const source of uploads.keys()) source.destroy(new Error('Clipdeck is stopping.'))
      await Promise.allSettled(uploads.values())
      client.destroy()
    },
  }
}
