import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { getMedia } from './media-store.ts'
import { forgottenRenders, noteProgress } from './renders-store.ts'

/** A render that waits in the queue, or whose job was lost, is asked for again after so long. */
const FORGOTTEN_MS = 15 * 60 * 1000
const DIR_NAME = /^render-([0-9a-f-]{36})-\d+$/

/** Asks again for renders that nobody works on, and removes the folders of those that ended with their worker. */
export async function sweepRenders(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  for (const media of await forgottenRenders(ctx.db, after(now, -FORGOTTEN_MS)))
    await ctx.db.transaction().execute(async (tx) => {
      if (await noteProgress(tx, media, { progress: media.progress ?? 0, now }))
        await ctx.jobs.add(tx, 'render-media', { mediaId: media.id })
    })
  for (const name of await readdir(ctx.uploadsDir)) {
    const mediaId = DIR_NAME.exec(name)?.[1]
    if (mediaId && (await getMedia(ctx.db, mediaId))?.status !== 'rendering')
      await rm(join(ctx.uploadsDir, name), { recursive: true, force: true })
  }
}
