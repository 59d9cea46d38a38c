import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import type { Photo } from '../db/tables.ts'
import { makePhoto } from '../studio/make-photo.ts'
import { photoKey } from './photo-key.ts'
import { thumbnailKey } from './thumbnail-key.ts'

/** Makes what TikTok gets of an image, and its thumbnail, and stores them beside it. Throws UnreadableMediaError where it is damaged. */
export async function keepPhoto(ctx: Context, path: string, storageKey: string): Promise<Photo> {
  const photoPath = join(ctx.uploadsDir, `${randomUUID()}.jpg`)
  const thumbnailPath = `${photoPath}.thumbnail`
  try {
    const photo = await makePhoto(path, photoPath, { thumbnailPath })
    await ctx.storage.putFile(thumbnailKey(storageKey), thumbnailPath)
    await ctx.storage.putFile(photoKey(storageKey), photoPath)
    return photo
  } finally {
    await rm(photoPath, { force: true })
    await rm(thumbnailPath, { force: true })
  }
}
