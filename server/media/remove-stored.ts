import type { Context } from '../context.ts'
import { photoKey } from './photo-key.ts'
import { stripKey } from './strip-key.ts'
import { thumbnailKey } from './thumbnail-key.ts'

/** Removes a stored file, and all that was made of it to show or publish it. */
export async function removeStored({ storage }: Pick<Context, 'storage'>, storageKey: string): Promise<void> {
  await storage.remove(storageKey)
  await storage.remove(thumbnailKey(storageKey))
  await storage.remove(stripKey(storageKey))
  await storage.remove(photoKey(storageKey))
}
