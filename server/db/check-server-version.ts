import { MigrationError } from './migration-error.ts'

const OLDEST_VERSION = 150_000

/** Takes `server_version_num` and `version()` of the server. */
export function checkServerVersion(number: number, version: string): void {
  if (number < OLDEST_VERSION)
    throw new MigrationError(`Clipdeck needs PostgreSQL 15 or newer; this server is ${version}.`)
}
