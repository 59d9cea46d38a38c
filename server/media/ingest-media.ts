import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { AppError, invalidInput } from '../errors.ts'
import { addMedia } from './add-media.ts'
import { displayName } from './display-name.ts'
import { keepContent } from './keep-content.ts'
import { createBufferSweep } from './sweep-buffers.ts'

export type Upload = { workspaceId: string; fileName: string; content: Readable; field: string }

/** Streams a file in: to disk while it is hashed and counted, judged by its content, then kept. Memory stays flat. */
export async function ingestMedia(ctx: Context, { workspaceId, fileName, content, field }: Upload): Promise<MediaRow> {
  const id = randomUUID()
  const path = join(ctx.uploadsDir, id)
  const name = displayName(fileName)
  try {
    const { sizeBytes, sha256 } = await writeDown(content, path, { name, field })
    const file = { id, workspaceId, path, name, sizeBytes, sha256, field }
    return await keepContent(ctx, file, (tx, kept) =>
      addMedia(tx, { id, workspaceId, name, createdAt: ctx.clock.now() }, kept),
    )
  } finally {
    await rm(path, { force: true })
  }
}

async function writeDown(content: Readable, path: string, { name, field }: { name: string; field: string }) {
  const hash = createHash('sha256')
  const sweepBuffers = createBufferSweep()
  let sizeBytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length
      if (sizeBytes > VIDEO_MAX_SIZE_BYTES) return done(tooLarge(name, field))
      hash.update(chunk)
      sweepBuffers(chunk.length)
      done(null, chunk)
    },
  })
  try {
    await pipeline(content, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw new AppError('disk_full', `There is no room on the disk for ${name}.`, { cause: error })
    throw error
  }
  if (sizeBytes === 0)
    throw invalidInput({ path: field, message: `${name} is empty: 0 bytes. Choose a video, an image or a sound.` })
  return { sizeBytes, sha256: hash.digest('hex') }
}

function tooLarge(name: string, field: string): AppError {
  const message = `${name} is larger than 4 GB, the most TikTok takes.`
  return new AppError('too_large', message, { remedy: 'Export it smaller.', fields: [{ path: field, message }] })
}
