import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { keepContent } from './keep-content.ts'
import { endRender } from './renders-store.ts'

/** `rendering` → `ready` with the file at `path`, which passes the flight check as an uploaded one does. Throws when it was cancelled. */
export async function keepRendered(ctx: Context, media: MediaRow, path: string): Promise<void> {
  const { id, workspaceId, fileName: name } = media
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const { size: sizeBytes } = await stat(path)
  // What is stored has a name of its own: two workers may be at it, where one was taken for dead.
  const file = { id: randomUUID(), workspaceId, path, name, sizeBytes, sha256: hash.digest('hex'), field: 'file' }
  await keepContent(ctx, file, async (tx, content) => {
    const ready = await endRender(tx, media, { ...content, status: 'ready' })
    if (!ready) throw new Error(`Media item ${id} is no longer wanted.`)
    await notifyWorkspace(tx, workspaceId, { type: 'media', mediaId: id })
    return ready
  })
}
