import type { Media } from '#shared/api/media.ts'
import type { ErrorWords } from '../../../error-words.ts'
import { fixesOf } from './fixes.ts'

/** One file of a post, from the moment it is chosen. */
export type Piece = PieceFile & PieceState

export interface PieceFile {
  /** Its name within the draft; it keeps it when it is fixed. */
  key: string
  fileName: string
  sizeBytes: number
  /** Where the browser finds the file itself. */
  previewUrl: string
  /** Of a video or a sound, as the browser measured it. */
  durationMs: number | null
}

type PieceState =
  | { step: 'waiting' }
  | { step: 'uploading'; run: AbortSignal; sentBytes: number }
  | { step: 'failed'; failure: ErrorWords }
  | { step: 'ready'; media: Media; failure: ErrorWords | null }
  /** From 0 to 1; until it is done the original counts. */
  | { step: 'fixing'; run: AbortSignal; media: Media; progress: number }

/** What the server knows of a piece; null until it is uploaded. */
export function mediaOf(piece: Piece): Media | null {
  return piece.step === 'ready' || piece.step === 'fixing' ? piece.media : null
}

export function nameOf(piece: Piece): string {
  return mediaOf(piece)?.fileName ?? piece.fileName
}

/** TikTok would not take it as it is. */
export function wouldBeRefused(piece: Piece): boolean {
  const media = mediaOf(piece)
  return media !== null && (media.status === 'failed' || media.checks.some(({ level }) => level === 'error'))
}

/** Clipdeck can mend something about it now. */
export function isFixable(piece: Piece): boolean {
  return piece.step === 'ready' && fixesOf(piece.media.checks).length > 0
}
