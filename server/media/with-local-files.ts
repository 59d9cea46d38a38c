import type { MediaRow } from '../db/tables.ts'
import type { Storage } from '../storage/storage.ts'

/** Calls `use` with a local path of each item's file, in their order. */
export async function withLocalFiles<T>(
  storage: Storage,
  media: readonly Pick<MediaRow, 'storageKey'>[],
  use: (paths: string[]) => Promise<T>,
): Promise<T> {
  const [first, ...others] = media
  if (!first) return use([])
  return storage.withLocalFile(first.storageKey, (path) =>
    withLocalFiles(storage, others, (paths) => use([path, ...paths])),
  )
}
