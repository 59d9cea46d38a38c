/** The database cannot be brought to the state this program needs. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}
