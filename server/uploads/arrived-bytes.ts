import { stat } from 'node:fs/promises'
import type { Context } from '../context.ts'
import type { UploadRow } from '../db/tables.ts'
import { partialPath } from './partial-path.ts'

/** How much of an upload that has not ended is here. */
export async function arrivedBytes(ctx: Pick<Context, 'uploadsDir'>, { id }: UploadRow): Promise<number> {
  const file = await stat(partialPath(ctx, id)).catch(() => null)
  return file?.size ?? 0
}
