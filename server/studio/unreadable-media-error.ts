/** The file is not something we can publish; the message says why in one sentence for the person who uploaded it. */
export class UnreadableMediaError extends Error {
  override name = 'UnreadableMediaError'
}

/** Reading or making a file took longer than it may. */
export class MediaTimeoutError extends UnreadableMediaError {
  override name = 'MediaTimeoutError'
  readonly timeoutMs: number

  constructor(timeoutMs: number) {
    super(`The file could not be read within ${timeoutMs / 1000} s.`)
    this.timeoutMs = timeoutMs
  }
}

/** There is no room for what was to be written: not the fault of the file that was read. */
export class DiskFullError extends Error {
  override name = 'DiskFullError'
  readonly code = 'ENOSPC'
}
