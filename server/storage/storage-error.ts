/**
 * A refusal or a silence of S3. `code` is `ENOENT` for a missing key, as with a file; else S3's own (`AccessDenied`) or that of
 * the connection (`ECONNREFUSED`).
 */
export class StorageError extends Error {
  override name = 'StorageError'
  readonly code: string

  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}
