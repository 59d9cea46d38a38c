/** The file is not something we can publish; the message says why in one sentence for the person who uploaded it. */
export class UnreadableMediaError extends Error {
  override name = 'UnreadableMediaError'
}
