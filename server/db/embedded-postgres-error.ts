const OWN_DATABASE = 'Or set DATABASE_URL to a PostgreSQL (15 or newer) of your own.'

/** The embedded PostgreSQL cannot run: one sentence on why, one on what to do. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
  readonly remedy: string

  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem} ${remedy} ${OWN_DATABASE}`, options)
    this.remedy = `${remedy} ${OWN_DATABASE}`
  }
}
