import { createHash, randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, link, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Context } from '../context.ts'
import type { UploadRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { addMedia } from '../media/add-media.ts'
import { keepContent } from '../media/keep-content.ts'
import { FILE_FIELD } from './begin-upload.ts'
import { flushAhead } from './flush-ahead.ts'
import { partialPath } from './partial-path.ts'
import { endUpload, getUpload } from './uploads-store.ts'

const READ_BYTES = 1024 ** 2

/**
 * Ends an upload of which every byte is here: it becomes a media item with its id, or is refused for good; its row says which. It may be
 * called again and at once, in several processes too: one of them takes effect. When something else goes wrong nothing is lost, and it
 * may be called again.
 */
export async function finishUpload(ctx: Context, upload: UploadRow, sha256: string | null): Promise<void> {
  const partial = partialPath(ctx, upload.id)
  const path = `${partial}.${randomUUID()}`
  try {
    await nameAgain(partial, path)
    flushAhead(path)
    await keep(ctx, upload, { path, sha256: sha256 ?? (await sha256Of(path)) })
  } catch (error) {
    if (isRefusal(error)) await refuse(ctx, upload, error)
    else if (!(await hasEnded(ctx, upload))) throw error
  } finally {
    await rm(path, { force: true })
  }
  await rm(partial, { force: true })
}

async function keep(
  ctx: Context,
  upload: UploadRow,
  { path, sha256 }: { path: string; sha256: string },
): Promise<void> {
  const { id, workspaceId, fileName: name, lengthBytes: sizeBytes } = upload
  // What is stored has a name of its own, because what fails removes it.
  const file = { id: randomUUID(), workspaceId, path, name, sizeBytes, sha256, field: FILE_FIELD }
  await keepContent(ctx, file, async (tx, kept) => {
    const now = ctx.clock.now()
    if (!(await endUpload(tx, { id, now, problem: null }))) throw new Error(`Upload ${id} has ended.`)
    return addMedia(tx, { id, workspaceId, name, createdAt: now }, kept)
  })
}

/** Storing takes a file away; until the upload has ended it must still be there. */
async function nameAgain(partial: string, path: string): Promise<void> {
  await link(partial, path).catch((error: unknown) => {
    if (isMissing(error)) throw error
    // Not every file system has more than one name for a file.
    return copyFile(partial, path, constants.COPYFILE_FICLONE)
  })
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), hash)
  return hash.digest('hex')
}

/** It would be refused again. */
function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && error.status < 500
}

async function refuse(
  ctx: Context,
  { id }: UploadRow,
  { code, message: detail, remedy, fields }: AppError,
): Promise<void> {
  await endUpload(ctx.db, { id, now: ctx.clock.now(), problem: { code, detail, remedy, fields } })
}

/** By another process, or because it was called off. */
async function hasEnded(ctx: Context, { id }: UploadRow): Promise<boolean> {
  const upload = await getUpload(ctx.db, id)
  return !upload || upload.endedAt !== null
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
