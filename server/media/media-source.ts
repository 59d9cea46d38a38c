import { buffer } from 'node:stream/consumers'
import type { MediaRow } from '../db/tables.ts'
import type { Storage } from '../storage/storage.ts'
import type { MediaSource } from '../studio/media-source.ts'

/** The file of a media item for who looks into a few places of it: where it does not lie here, only those are fetched. */
export function sourceOf(storage: Storage, { storageKey, sizeBytes }: MediaRow): MediaSource {
  return storage.localPath(storageKey) ?? { sizeBytes, read: async (range) => buffer(storage.read(storageKey, range)) }
}
