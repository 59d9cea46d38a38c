import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../context.ts'

/** An upload that still arrives is written to all the time. */
const SILENT_MS = 60 * 60 * 1000

/** Removes what was left of uploads whose process died. */
export async function sweepUploads(ctx: Context): Promise<void> {
  for (const name of await readdir(ctx.uploadsDir)) {
    const path = join(ctx.uploadsDir, name)
    const file = await stat(path).catch(() => null)
    if (file && Date.now() - file.mtimeMs > SILENT_MS) await rm(path, { recursive: true, force: true })
  }
}
