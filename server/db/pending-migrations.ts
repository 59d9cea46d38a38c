import type { AppliedMigration } from './applied-migrations.ts'
import { MigrationError } from './migration-error.ts'
import type { MigrationFile } from './migration-files.ts'

/** What is still to be applied, in order. Throws when the history of the database is not the beginning of the files. */
export function pendingMigrations(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): readonly MigrationFile[] {
  for (const [index, done] of applied.entries()) checkApplied(files, done, index)
  return files.slice(applied.length)
}

function checkApplied(files: readonly MigrationFile[], done: AppliedMigration, index: number): void {
  const file = files.find(({ version }) => version === done.version)
  if (!file) {
    throw new MigrationError(
      `The database has the migration ${done.name}, which this version of Clipdeck does not know: start the newer version that made it.`,
    )
  }
  if (file.checksum !== done.checksum) {
    throw new MigrationError(
      `The migration ${file.name} was edited after it was applied: restore its text and put the change into a new migration.`,
    )
  }
  const skipped = files[index]
  if (skipped && skipped.version < done.version) {
    throw new MigrationError(
      `The migration ${skipped.name} comes before ${done.name}, which is already applied: give it a higher number.`,
    )
  }
}
