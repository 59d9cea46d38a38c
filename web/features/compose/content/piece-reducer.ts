import type { Media } from '#shared/api/media.ts'
import type { ErrorWords } from '../../../error-words.ts'
import { mediaContentUrl } from '../../../media-urls.ts'
import type { Piece } from './piece.ts'

export type PieceAction =
  | { type: 'uploadStarted'; key: string; run: AbortSignal }
  | { type: 'uploadProgressed'; key: string; run: AbortSignal; sentBytes: number }
  | { type: 'uploadFinished'; key: string; run: AbortSignal; media: Media }
  | { type: 'uploadFailed'; key: string; run: AbortSignal; failure: ErrorWords }
  | { type: 'uploadRetried'; key: string }
  | { type: 'durationKnown'; key: string; previewUrl: string; durationMs: number }
  | { type: 'fixStarted'; key: string; run: AbortSignal }
  | { type: 'fixProgressed'; key: string; run: AbortSignal; progress: number }
  | { type: 'fixFinished'; key: string; run: AbortSignal; media: Media }
  | { type: 'fixFailed'; key: string; run: AbortSignal; failure: ErrorWords }
  | { type: 'fixCancelled'; key: string }

/** The next state of a file. An action that does not fit its step, or comes from another run, changes nothing. */
export function pieceReducer(piece: Piece, action: PieceAction): Piece {
  if (piece.key !== action.key) return piece
  switch (action.type) {
    case 'uploadStarted':
      return piece.step === 'waiting' ? { ...fileOf(piece), step: 'uploading', run: action.run, sentBytes: 0 } : piece
    case 'uploadRetried':
      return piece.step === 'failed' ? { ...fileOf(piece), step: 'waiting' } : piece
    case 'durationKnown':
      return piece.previewUrl === action.previewUrl ? { ...piece, durationMs: action.durationMs } : piece
    case 'fixStarted':
      if (piece.step !== 'ready') return piece
      return { ...fileOf(piece), step: 'fixing', run: action.run, media: piece.media, progress: 0 }
    case 'uploadProgressed':
    case 'uploadFinished':
    case 'uploadFailed':
      return afterUpload(piece, action)
    default:
      return afterFix(piece, action)
  }
}

type UploadAction = Extract<PieceAction, { type: 'uploadProgressed' | 'uploadFinished' | 'uploadFailed' }>
type FixAction = Extract<PieceAction, { type: 'fixProgressed' | 'fixFinished' | 'fixFailed' | 'fixCancelled' }>

function afterUpload(piece: Piece, action: UploadAction): Piece {
  if (piece.step !== 'uploading' || piece.run !== action.run) return piece
  switch (action.type) {
    case 'uploadProgressed':
      return { ...piece, sentBytes: Math.max(piece.sentBytes, action.sentBytes) }
    case 'uploadFinished':
      return { ...fileOf(piece), step: 'ready', media: action.media, failure: null }
    case 'uploadFailed':
      return { ...fileOf(piece), step: 'failed', failure: action.failure }
  }
}

function afterFix(piece: Piece, action: FixAction): Piece {
  if (piece.step !== 'fixing' || ('run' in action && piece.run !== action.run)) return piece
  const { media } = piece
  switch (action.type) {
    case 'fixProgressed':
      return { ...piece, progress: Math.max(piece.progress, action.progress) }
    case 'fixCancelled':
      return { ...fileOf(piece), step: 'ready', media, failure: null }
    case 'fixFailed':
      return { ...fileOf(piece), step: 'ready', media, failure: action.failure }
    case 'fixFinished':
      return madePiece(action.media, piece.key)
  }
}

/** What Clipdeck made, as a file of the draft. */
export function madePiece(media: Media, key: string): Piece {
  const { id, fileName, sizeBytes, durationMs } = media
  return { key, fileName, sizeBytes, previewUrl: mediaContentUrl(id), durationMs, step: 'ready', media, failure: null }
}

function fileOf({ key, fileName, sizeBytes, previewUrl, durationMs }: Piece) {
  return { key, fileName, sizeBytes, previewUrl, durationMs }
}
