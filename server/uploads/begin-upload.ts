import { VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import type { Context } from '../context.ts'
import type { UploadRow } from '../db/tables.ts'
import { displayName } from '../media/display-name.ts'
import { mustBeWithinQuota } from '../media/quota.ts'
import { emptyFile, tooLarge } from './size-errors.ts'
import { insertUpload } from './uploads-store.ts'

/** What is refused about an upload is said of this field. */
export const FILE_FIELD = 'file'

export type Uploader = Pick<UploadRow, 'workspaceId' | 'owner'>
type NewUpload = Uploader & Pick<UploadRow, 'id' | 'way' | 'fileName' | 'lengthBytes' | 'metadata'>

/**
 * Counts in a file of which nothing has come yet: from now on its room is taken. Throws `too_large`, `invalid_input` for an empty one
 * and `quota_exceeded`.
 */
export async function beginUpload(
  ctx: Context,
  { fileName, lengthBytes, metadata, ...upload }: NewUpload,
): Promise<UploadRow> {
  const name = displayName(fileName)
  if (lengthBytes === 0) throw emptyFile(name, FILE_FIELD)
  if (lengthBytes > VIDEO_MAX_SIZE_BYTES) throw tooLarge(name, FILE_FIELD)
  const now = ctx.clock.now()
  return ctx.db.transaction().execute(async (tx) => {
    const row = {
      ...upload,
      fileName: name,
      lengthBytes,
      metadata: JSON.stringify(metadata, withoutNul),
      createdAt: now,
      seenAt: now,
    }
    const begun = await insertUpload(tx, row)
    await mustBeWithinQuota(tx, ctx, { ...upload, name, sizeBytes: lengthBytes, field: FILE_FIELD })
    return begun
  })
}

/** PostgreSQL keeps none. */
function withoutNul(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '') : value
}
