import { chmod, chown, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PostgresRunner } from './postgres-runner.ts'

/** Makes a folder and all in it belong to the user PostgreSQL runs as, and lets that user pass through `dataDir` to it. */
export async function giveTo({ owner }: PostgresRunner, dataDir: string, folder: string): Promise<void> {
  if (!owner) return
  const { mode } = await stat(dataDir)
  await chmod(dataDir, mode | 0o011)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name))
  await Promise.all([folder, ...files].map((path) => chown(path, owner.uid, owner.gid)))
}
