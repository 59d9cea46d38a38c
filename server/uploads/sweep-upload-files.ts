import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { arrivedBytes } from './arrived-bytes.ts'
import { finishUpload } from './finish-upload.ts'
import { partialsDir } from './partial-path.ts'
import { silentUploads, unendedUploads } from './uploads-store.ts'

/** A form that still arrives is written to all the time. */
const FORM_SILENT_MS = 60 * 60 * 1000
/** Whoever sent the last byte of an upload has its outcome by then, or will not ask for it. */
const FORGOTTEN_MS = 30 * 60 * 1000
const PARTIAL_NAME = /^([0-9a-f-]{36})/

/** In this machine's folder: finishes uploads that are whole and that nobody asks for, and removes the files that nobody needs. */
export async function sweepUploadFiles(ctx: Context): Promise<void> {
  await sweepForms(ctx)
  await finishForgotten(ctx)
  await sweepPartials(ctx)
}

/** What was left of forms whose process died. Folders are of others, who sweep them. */
async function sweepForms({ uploadsDir }: Context): Promise<void> {
  for (const name of await readdir(uploadsDir)) {
    const path = join(uploadsDir, name)
    const file = await stat(path).catch(() => null)
    if (file?.isFile() && Date.now() - file.mtimeMs > FORM_SILENT_MS) await rm(path, { force: true })
  }
}

/** The process died that had the last byte, or something failed that works again. */
async function finishForgotten(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  for (const upload of await silentUploads(ctx.db, { seenBefore: after(now, -FORGOTTEN_MS), now })) {
    if ((await arrivedBytes(ctx, upload)) !== upload.lengthBytes) continue
    await finishUpload(ctx, upload, null).catch((err: unknown) =>
      ctx.log.warn({ err, uploadId: upload.id }, 'An upload could not be finished'),
    )
  }
}

/** Every file here belongs to an upload, whose row is there before it and goes before it. */
async function sweepPartials(ctx: Context): Promise<void> {
  const dir = partialsDir(ctx)
  const names = await readdir(dir).catch(() => [])
  const idOf = (name: string) => PARTIAL_NAME.exec(name)?.[1] ?? ''
  const wanted = await unendedUploads(ctx.db, [...new Set(names.map(idOf).filter(Boolean))])
  for (const name of names) if (!wanted.has(idOf(name))) await rm(join(dir, name), { force: true })
}
