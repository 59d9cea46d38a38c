import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { noteProgress } from './renders-store.ts'

/** How soon progress is seen, and how soon a cancelled render ends. */
const NOTE_MS = 1000

/** Writes down how far a render is, as a sign of life too, and aborts `cancelled` when the item is no longer to be rendered. */
export function followRender(ctx: Context, media: MediaRow) {
  const { id, workspaceId } = media
  const cancelling = new AbortController()
  let progress = 0
  let noting: Promise<void> | null = null

  async function note(): Promise<void> {
    const isWanted = await noteProgress(ctx.db, media, { progress, now: ctx.clock.now() })
    if (isWanted) await notifyWorkspace(ctx.db, workspaceId, { type: 'media', mediaId: id })
    else cancelling.abort()
  }

  const timer = setInterval(() => {
    noting ??= note()
      .catch((err: unknown) => ctx.log.warn({ err, mediaId: id }, 'The progress of a render could not be saved'))
      .finally(() => {
        noting = null
      })
  }, NOTE_MS)

  return {
    cancelled: cancelling.signal,
    onProgress(next: number) {
      progress = next
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await noting
    },
  }
}
