import type { Media } from '#shared/api/media.ts'
import type { ErrorWords } from '../../../error-words.ts'
import { type Content, newSlideshow, type PhotoContent, type Slideshow, type SlideshowChoices } from './content.ts'
import type { Piece } from './piece.ts'
import { madePiece, type PieceAction, pieceReducer } from './piece-reducer.ts'

export type ContentAction =
  | { type: 'videoChosen'; piece: Piece }
  | { type: 'videoRemoved' }
  | { type: 'photosAdded'; pieces: readonly Piece[] }
  | { type: 'photosRemoved'; keys: readonly string[] }
  | { type: 'photoMoved'; key: string; toIndex: number }
  | SlideshowAction
  | PieceAction

type SlideshowAction =
  | { type: 'slideshowChanged'; change: Partial<SlideshowChoices> }
  | { type: 'soundChosen'; piece: Piece }
  | { type: 'soundRemoved' }
  | { type: 'slideshowStarted'; run: AbortSignal }
  | { type: 'slideshowProgressed'; run: AbortSignal; progress: number }
  | { type: 'slideshowFinished'; run: AbortSignal; media: Media }
  | { type: 'slideshowFailed'; run: AbortSignal; failure: ErrorWords }
  | { type: 'slideshowCancelled' }

/** What the post is made of after an action. While a slideshow is made of its photos, they stay as they are. */
export function contentReducer(content: Content, action: ContentAction): Content {
  switch (action.type) {
    case 'videoChosen':
      return { kind: 'video', video: action.piece, madeOf: null }
    case 'videoRemoved':
      return content.kind === 'video' ? (content.madeOf ?? { kind: 'nothing' }) : content
    case 'photosAdded':
      return withPhotos(content, (photos) => [...photos, ...action.pieces])
    case 'photosRemoved':
      return withPhotos(content, (photos) => photos.filter(({ key }) => !action.keys.includes(key)))
    case 'photoMoved':
      return withPhotos(content, (photos) => moved(photos, action.key, action.toIndex))
    case 'slideshowChanged':
    case 'soundChosen':
    case 'soundRemoved':
    case 'slideshowStarted':
    case 'slideshowProgressed':
    case 'slideshowFinished':
    case 'slideshowFailed':
    case 'slideshowCancelled':
      return content.kind === 'photos' ? afterSlideshow(content, action) : content
    default:
      return withPiece(content, action)
  }
}

function withPhotos(content: Content, change: (photos: readonly Piece[]) => readonly Piece[]): Content {
  if (content.kind === 'video') return content
  const { photos, slideshow } = content.kind === 'photos' ? content : { photos: [], slideshow: newSlideshow }
  if (slideshow.rendering) return content
  const next = change(photos)
  return next.length > 0 ? { kind: 'photos', photos: next, slideshow } : { kind: 'nothing' }
}

function moved(photos: readonly Piece[], key: string, toIndex: number): readonly Piece[] {
  const piece = photos.find((photo) => photo.key === key)
  if (!piece || photos[toIndex] === undefined) return photos
  return photos.filter((photo) => photo !== piece).toSpliced(toIndex, 0, piece)
}

function afterSlideshow(content: PhotoContent, action: SlideshowAction): Content {
  const { slideshow } = content
  const isRunning = slideshow.rendering !== null
  const change = (next: Partial<Slideshow>): Content => ({ ...content, slideshow: { ...slideshow, ...next } })
  switch (action.type) {
    case 'slideshowStarted':
      return isRunning ? content : change({ rendering: { run: action.run, progress: 0 }, failure: null })
    case 'slideshowCancelled':
      return change({ rendering: null })
    case 'slideshowProgressed':
    case 'slideshowFinished':
    case 'slideshowFailed':
      return slideshow.rendering?.run === action.run ? afterRendering(content, action) : content
    case 'slideshowChanged':
      return isRunning ? content : change({ ...action.change, failure: null })
    case 'soundChosen':
      return isRunning ? content : change({ sound: action.piece, failure: null })
    case 'soundRemoved':
      return isRunning ? content : change({ sound: null, failure: null })
  }
}

type RenderingAction = Extract<
  SlideshowAction,
  { type: 'slideshowProgressed' | 'slideshowFinished' | 'slideshowFailed' }
>

function afterRendering(content: PhotoContent, action: RenderingAction): Content {
  const { slideshow } = content
  const ended: PhotoContent = { ...content, slideshow: { ...slideshow, rendering: null } }
  switch (action.type) {
    case 'slideshowProgressed': {
      const progress = Math.max(slideshow.rendering?.progress ?? 0, action.progress)
      return { ...content, slideshow: { ...slideshow, rendering: { run: action.run, progress } } }
    }
    case 'slideshowFinished':
      return { kind: 'video', video: madePiece(action.media, action.media.id), madeOf: ended }
    case 'slideshowFailed':
      return { ...ended, slideshow: { ...ended.slideshow, failure: action.failure } }
  }
}

function withPiece(content: Content, action: PieceAction): Content {
  switch (content.kind) {
    case 'nothing':
      return content
    case 'video': {
      const video = pieceReducer(content.video, action)
      return video === content.video ? content : { ...content, video }
    }
    case 'photos':
      return content.slideshow.sound?.key === action.key ? withSound(content, action) : withPhoto(content, action)
  }
}

function withSound(content: PhotoContent, action: PieceAction): Content {
  const { slideshow } = content
  return { ...content, slideshow: { ...slideshow, sound: slideshow.sound && pieceReducer(slideshow.sound, action) } }
}

function withPhoto(content: PhotoContent, action: PieceAction): Content {
  const index = content.photos.findIndex(({ key }) => key === action.key)
  const photo = content.photos[index]
  const next = photo && pieceReducer(photo, action)
  return next && next !== photo ? { ...content, photos: content.photos.with(index, next) } : content
}
