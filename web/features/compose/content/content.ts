import type { SlideshowFill, Transition } from '#shared/api/media.ts'
import type { PostType } from '#shared/api/posts.ts'
import { SLIDESHOW_SECONDS_PER_IMAGE } from '#shared/limits.ts'
import type { ErrorWords } from '../../../error-words.ts'
import { mediaOf, type Piece } from './piece.ts'

/** What a post is made of: one video, or photos in their order. */
export type Content = { kind: 'nothing' } | VideoContent | PhotoContent

export interface VideoContent {
  kind: 'video'
  video: Piece
  /** The photos of which the video is a slideshow, to go back to. */
  madeOf: PhotoContent | null
}

export interface PhotoContent {
  kind: 'photos'
  photos: readonly Piece[]
  slideshow: Slideshow
}

/** How the photos would be shown one after another, and the making of it while it runs. */
export interface Slideshow extends SlideshowChoices {
  sound: Piece | null
  rendering: { run: AbortSignal; progress: number } | null
  failure: ErrorWords | null
}

export interface SlideshowChoices {
  secondsPerImage: number
  transition: Transition
  fill: SlideshowFill
}

export const newSlideshow: Slideshow = {
  secondsPerImage: SLIDESHOW_SECONDS_PER_IMAGE.usual,
  transition: 'none',
  fill: 'black',
  sound: null,
  rendering: null,
  failure: null,
}

export function postTypeOf(content: Content): PostType {
  return content.kind === 'photos' ? 'photo' : 'video'
}

/** The files that the post itself is made of, in their order. */
export function piecesOf(content: Content): readonly Piece[] {
  if (content.kind === 'nothing') return []
  return content.kind === 'video' ? [content.video] : content.photos
}

/** Every file is in the library. */
export function isComplete(content: Content): boolean {
  return content.kind !== 'nothing' && piecesOf(content).every(({ step }) => step === 'ready')
}

/** The length of the video: as the server measured it, before that as the browser did. */
export function videoDurationMs(content: Content): number | null {
  if (content.kind !== 'video') return null
  return mediaOf(content.video)?.durationMs ?? content.video.durationMs
}

/** The photo that is shown in the profile: the first unless another was chosen. */
export function coverIndexOf(photos: readonly Piece[], coverKey: string | null): number {
  return Math.max(
    0,
    photos.findIndex(({ key }) => key === coverKey),
  )
}
