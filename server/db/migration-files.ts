import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MigrationError } from './migration-error.ts'

export type MigrationFile = { version: number; name: string; checksum: string; sql: string }

export const OUR_MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url))

/** The migrations of a folder, `0001-init.sql` first. */
export async function readMigrationFiles(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const files = await Promise.all(names.map((name) => readMigrationFile(folder, name)))
  const twice = files.find((file, index) => file.version === files[index - 1]?.version)
  if (twice) throw new MigrationError(`Two migrations have the number ${twice.version}; renumber ${twice.name}.`)
  return files
}

async function readMigrationFile(folder: string, name: string): Promise<MigrationFile> {
  const version = /^(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.sql$/.exec(name)?.[1]
  if (!version) throw new MigrationError(`The migration ${name} must be named like 0001-init.sql.`)
  const sql = await readFile(join(folder, name), 'utf8')
  return { version: Number(version), name, checksum: createHash('sha256').update(sql).digest('hex'), sql }
}
