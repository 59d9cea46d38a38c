import type { Storage } from '../storage/storage.ts'

/** Calls `use` with a local path of what is stored under each key, in their order. */
export async function withLocalFiles<T>(
  storage: Storage,
  keys: readonly string[],
  use: (paths: string[]) => Promise<T>,
): Promise<T> {
  const [first, ...others] = keys
  if (first === undefined) return use([])
  return storage.withLocalFile(first, (path) => withLocalFiles(storage, others, (paths) => use([path, ...paths])))
}
