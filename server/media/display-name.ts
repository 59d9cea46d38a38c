import { basename, extname } from 'node:path'

/** Room enough for what people name their files, and for the messages that repeat it. */
const MAX_LENGTH = 200
const MAX_EXTENSION_LENGTH = 16
/** Control characters, line ends, zero-width spaces, and the marks that turn the direction of the text: `gpj.exe` read backwards. */
const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200B\u2060\uFEFF]/gu
const HALF_CHARACTER = /[\uD800-\uDBFF]$/

/**
 * The user's file name as people read it: without folders and what cannot be seen, at most 200 UTF-16 code units with its extension.
 * It never names a file of ours. A part of a form may come without a name.
 */
export function displayName(fileName = ''): string {
  const readable = fileName.toWellFormed().replace(UNREADABLE, '').replaceAll('\\', '/')
  const name = basename(readable).trim()
  return /^\.*$/.test(name) ? 'file' : shorten(name)
}

function shorten(name: string): string {
  if (name.length <= MAX_LENGTH) return name
  const extension = extname(name)
  const kept = extension.length <= MAX_EXTENSION_LENGTH ? extension : ''
  return name.slice(0, MAX_LENGTH - kept.length).replace(HALF_CHARACTER, '') + kept
}
