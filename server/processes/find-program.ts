import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { CHILD_ENVIRONMENT } from './run-command.ts'

/** The full path of a system program, or null where the system has none. */
export async function findProgram(name: string): Promise<string | null> {
  for (const folder of CHILD_ENVIRONMENT.PATH.split(':')) {
    const path = join(folder, name)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return null
}
