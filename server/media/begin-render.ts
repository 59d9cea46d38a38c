import { randomUUID } from 'node:crypto'
import type { MadeFrom } from '#shared/api/media.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { insertMedia } from './media-store.ts'

type Wish = Pick<MediaRow, 'workspaceId' | 'kind' | 'fileName' | 'mimeType'> & { madeFrom: MadeFrom }

/** A media item that a worker will make, with the job that makes it. Deleting the item cancels that. */
export async function beginRender(ctx: Context, { madeFrom, ...wish }: Wish): Promise<MediaRow> {
  const id = randomUUID()
  const now = ctx.clock.now()
  return ctx.db.transaction().execute(async (tx) => {
    const media = await insertMedia(tx, {
      ...wish,
      id,
      status: 'rendering',
      madeFrom: JSON.stringify(madeFrom),
      progress: 0,
      renderSeenAt: now,
      storageKey: `${wish.workspaceId}/${id}`,
      sizeBytes: 0,
      sha256: '',
      width: null,
      height: null,
      durationMs: null,
      codec: null,
      frameRate: null,
      checks: '[]',
      hasThumbnail: null,
      createdAt: now,
    })
    await ctx.jobs.add(tx, 'render-media', { mediaId: id })
    await notifyWorkspace(tx, wish.workspaceId, { type: 'media', mediaId: id })
    return media
  })
}
