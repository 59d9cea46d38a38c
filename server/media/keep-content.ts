import { type Insertable, sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { MediaRow, MediaTable, Photo } from '../db/tables.ts'
import { UnreadableMediaError } from '../studio/unreadable-media-error.ts'
import { checkShown } from './check-shown.ts'
import { describeContent, unreadable } from './describe-content.ts'
import { keepPhoto } from './keep-photo.ts'
import { keepThumbnail } from './keep-thumbnail.ts'
import { findSameContent, isStoredFileInUse } from './media-store.ts'
import { mustBeWithinQuota } from './quota.ts'
import { removeStored } from './remove-stored.ts'

/** A whole file on this machine, not yet in the library. Its id names what is stored of it. */
export type NewFile = {
  id: string
  workspaceId: string
  path: string
  /** For people, and for messages about the file. */
  name: string
  sizeBytes: number
  sha256: string
  /** The field of the request that an error about the file names. */
  field: string
}

type Facts = Awaited<ReturnType<typeof describeContent>>
type Stored = Pick<MediaRow, 'storageKey' | 'hasThumbnail' | 'hasStrip' | 'photo'>
/** The columns of a media item that say what its file is and where it lies. */
export type Content = Omit<Facts, 'checks'> &
  Pick<Insertable<MediaTable>, 'checks' | 'sizeBytes' | 'sha256' | 'storageKey' | 'hasThumbnail' | 'hasStrip' | 'photo'>

/**
 * Judges a file by its content, stores it, and calls `save` with what it is, in the transaction that makes the item. Content that
 * the workspace has already is stored once: the item shares what is there. The local file may be gone afterwards.
 * Throws `invalid_input` where the file is none that can be published, `quota_exceeded` where the workspace has no room for it; what
 * `save` throws undoes all of it.
 */
export async function keepContent(
  ctx: Context,
  file: NewFile,
  save: (tx: Tx, content: Content) => Promise<MediaRow>,
): Promise<MediaRow> {
  const { sizeBytes, sha256 } = file
  const facts = await describeContent(file)
  const known = await findSameContent(ctx.db, file)
  const stored = known ? null : await store(ctx, file, facts)
  let kept: MediaRow | null = null
  try {
    kept = await ctx.db.transaction().execute(async (tx) => {
      await lockContent(tx, file)
      const shared = await findSameContent(tx, file)
      const source = shared ?? stored
      if (!source) return null
      const { storageKey, hasThumbnail, hasStrip } = source
      const photo = source.photo && JSON.stringify(source.photo)
      const checks = JSON.stringify([...facts.checks, ...checkShown(facts.kind, hasThumbnail)])
      const media = await save(tx, { ...facts, checks, sizeBytes, sha256, storageKey, hasThumbnail, hasStrip, photo })
      if (!shared) await mustBeWithinQuota(tx, ctx, file)
      return media
    })
  } finally {
    if (stored && kept?.storageKey !== stored.storageKey) await removeUnlessKept(ctx, file, stored.storageKey)
  }
  // The item that had the same content was deleted meanwhile.
  return kept ?? keepContent(ctx, file, save)
}

/** Whoever makes or deletes an item with this content waits until the transaction ends. */
export async function lockContent(
  tx: Tx,
  { workspaceId, sha256 }: Pick<MediaRow, 'workspaceId' | 'sha256'>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`media:${workspaceId}:${sha256}`}, 0))`.execute(tx)
}

/** Whether a commit took effect may not have been heard: what cannot be asked about stays. */
async function removeUnlessKept(ctx: Context, file: NewFile, storageKey: string): Promise<void> {
  try {
    const isKept = await ctx.db.transaction().execute(async (tx) => {
      await lockContent(tx, file)
      return isStoredFileInUse(tx, storageKey)
    })
    if (!isKept) await removeStored(ctx, storageKey)
  } catch (err) {
    ctx.log.warn({ err, storageKey }, 'A stored file may be left that no media item needs')
  }
}

async function store(ctx: Context, file: NewFile, { kind, ...facts }: Facts): Promise<Stored> {
  const storageKey = `${file.workspaceId}/${file.id}`
  try {
    const photo = kind === 'image' ? await photoOf(ctx, file, storageKey) : null
    const hasThumbnail =
      photo !== null || (kind === 'video' && (await keepThumbnail(ctx, file.path, { storageKey, ...facts })))
    await ctx.storage.putFile(storageKey, file.path)
    return { storageKey, hasThumbnail, hasStrip: null, photo }
  } catch (error) {
    await removeStored(ctx, storageKey)
    throw error
  }
}

async function photoOf(ctx: Context, file: NewFile, storageKey: string): Promise<Photo> {
  return keepPhoto(ctx, file.path, storageKey).catch((error: unknown) => {
    throw error instanceof UnreadableMediaError ? unreadable(file, error) : error
  })
}
