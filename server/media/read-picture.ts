import { buffer } from 'node:stream/consumers'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { createTurns } from '../studio/turns.ts'
import { lockContent } from './keep-content.ts'
import { findMedia, notePicture, type PictureColumn } from './media-store.ts'

export type PictureKind = {
  /** Says whether there is one. */
  column: PictureColumn
  keyOf: (storageKey: string) => string
  /** Makes it and stores it; false where there is nothing to make one of, null where that failed. */
  keep: (ctx: Context, media: MediaRow) => Promise<boolean | null>
}
type Wanted = { media: MediaRow; signal: AbortSignal }

/** A page asks for dozens at once. */
const turns = createTurns(1)

/**
 * Reads a picture that is stored beside a media item; null where there is none. Where nobody has tried yet, it is made on the way. Whoever
 * leaves before its turn comes gets the reason of `signal`.
 */
export async function readPicture(ctx: Context, kind: PictureKind, { media, signal }: Wanted): Promise<Buffer | null> {
  if (!(media[kind.column] ?? (await makeInTurn(ctx, kind, { media, signal })))) return null
  return buffer(ctx.storage.read(kind.keyOf(media.storageKey))).catch((err: unknown) => {
    ctx.log.warn({ err, storageKey: media.storageKey }, 'A picture of a media item cannot be read')
    return null
  })
}

async function makeInTurn(ctx: Context, kind: PictureKind, { media: { workspaceId, id }, signal }: Wanted) {
  using _turn = await turns.take(signal)
  const media = await findMedia(ctx.db, workspaceId, id)
  if (media?.status !== 'ready') return false
  return media[kind.column] ?? (await makeLate(ctx, kind, media))
}

async function makeLate(ctx: Context, { column, keyOf, keep }: PictureKind, media: MediaRow): Promise<boolean> {
  const { storageKey } = media
  const isMade = await keep(ctx, media)
  if (isMade === null) return false
  const isNeeded = await ctx.db.transaction().execute(async (tx) => {
    // Whoever comes to share the file has done so by then; whoever comes later stores the content anew.
    await lockContent(tx, media)
    return notePicture(tx, storageKey, { column, isMade })
  })
  if (!isNeeded) await ctx.storage.remove(keyOf(storageKey))
  return isNeeded && isMade
}
