import { createHash, randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { addMedia } from '../media/add-media.ts'
import { displayName } from '../media/display-name.ts'
import { keepContent } from '../media/keep-content.ts'
import { beginUpload, FILE_FIELD, type Uploader } from './begin-upload.ts'
import { createFileWriter } from './file-writer.ts'
import { flushAhead } from './flush-ahead.ts'
import { emptyFile, tooLarge } from './size-errors.ts'
import { deleteUpload } from './uploads-store.ts'

/** More than a form usually holds beside its file: boundaries and headers. */
const FORM_BYTES = 4096

type FormFile = Uploader & {
  fileName: string
  content: AsyncIterable<Buffer>
  /** Of the whole request; 0 when it does not say. */
  requestBytes: number
}

/**
 * Streams a file of a form in: to disk while it is hashed and counted, judged by its content, then kept. Memory stays flat. What the
 * request declares is counted in meanwhile, so that a file without room is refused before it comes.
 */
export async function ingestForm(
  ctx: Context,
  { workspaceId, owner, fileName, content, requestBytes }: FormFile,
): Promise<MediaRow> {
  const id = randomUUID()
  const path = join(ctx.uploadsDir, id)
  const name = displayName(fileName)
  const lengthBytes = Math.max(0, requestBytes - FORM_BYTES)
  if (lengthBytes > 0)
    await beginUpload(ctx, { id, workspaceId, owner, way: 'form', fileName, lengthBytes, metadata: {} })
  try {
    const file = { id, workspaceId, path, name, field: FILE_FIELD, ...(await writeFormFile(content, path, name)) }
    flushAhead(path)
    return await keepContent(ctx, file, async (tx, kept) => {
      await deleteUpload(tx, id)
      return addMedia(tx, { id, workspaceId, name, createdAt: ctx.clock.now() }, kept)
    })
  } finally {
    await rm(path, { force: true })
    await deleteUpload(ctx.db, id).catch((err: unknown) =>
      ctx.log.warn({ err, uploadId: id }, 'An upload that has ended counts for another day'),
    )
  }
}

async function writeFormFile(content: FormFile['content'], path: string, name: string) {
  const hash = createHash('sha256')
  await using file = await open(path, 'wx', 0o600)
  const writer = createFileWriter({ file, position: 0, hash, name })
  let takenBytes = 0
  for await (const piece of content) {
    takenBytes += piece.length
    if (takenBytes > VIDEO_MAX_SIZE_BYTES) throw tooLarge(name, FILE_FIELD)
    await writer.write(piece)
  }
  const sizeBytes = await writer.flush()
  if (sizeBytes === 0) throw emptyFile(name, FILE_FIELD)
  return { sizeBytes, sha256: hash.digest('hex') }
}
