import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import { UnreadableMediaError } from '../studio/unreadable-media-error.ts'

/**
 * Has `make` write a picture of a media item to a path, and stores it as `key`. Never throws, because the item is as good without: false
 * says that there is nothing to make one of, null that making it failed here and may be tried again.
 */
export async function keepPicture(
  ctx: Context,
  key: string,
  make: (picturePath: string) => Promise<void>,
): Promise<boolean | null> {
  const picturePath = join(ctx.uploadsDir, randomUUID())
  try {
    await make(picturePath)
    await ctx.storage.putFile(key, picturePath)
    return true
  } catch (err) {
    ctx.log.warn({ err, key }, 'A picture of a media item could not be made')
    return err instanceof UnreadableMediaError ? false : null
  } finally {
    await rm(picturePath, { force: true })
  }
}
