/** One of TikTok's windows is full. Nothing was sent; it works again at `until`. */
export class WindowFullError extends Error {
  override name = 'WindowFullError'
  readonly code: string
  readonly until: Date

  constructor({ code, detail, until }: { code: string; detail: string; until: Date }) {
    super(detail)
    this.code = code
    this.until = until
  }
}
