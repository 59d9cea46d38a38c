import { z } from 'zod'

/** Only a base to resolve against: a path that leaves it leads to another site. */
const HERE = 'http://clipdeck.invalid'

/** A path of our own pages: never another site's, also not after a browser has dropped tabs and line breaks. */
export const ReturnTo = z
  .string()
  .max(500, 'returnTo must have at most 500 characters.')
  .refine(isOwnPath, 'returnTo must be a path of Clipdeck, such as /accounts.')
  .default('/accounts')

function isOwnPath(text: string): boolean {
  return text.startsWith('/') && !/\p{Cc}/u.test(text) && URL.parse(text, HERE)?.origin === HERE
}
