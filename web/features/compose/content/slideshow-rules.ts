import type { CreateSlideshow } from '#shared/api/media.ts'
import { SLIDESHOW_MIN_IMAGES, SLIDESHOW_SECONDS_PER_IMAGE, VIDEO_MAX_DURATION_MS } from '#shared/limits.ts'
import { formatDuration } from '../../../ui/format-amount.ts'
import type { PhotoContent } from './content.ts'
import { mediaOf, nameOf, type Piece } from './piece.ts'

export function slideshowDurationMs({ photos, slideshow }: PhotoContent): number {
  return photos.length * slideshow.secondsPerImage * 1000
}

/** Why no slideshow can be made yet; null when one can. */
export function slideshowProblem(content: PhotoContent): string | null {
  const { photos, slideshow } = content
  const { min, max } = SLIDESHOW_SECONDS_PER_IMAGE
  const { secondsPerImage, sound } = slideshow
  if (photos.length < SLIDESHOW_MIN_IMAGES) return `A slideshow takes at least ${SLIDESHOW_MIN_IMAGES} photos.`
  if (!(secondsPerImage >= min && secondsPerImage <= max)) return `Show each photo for ${min} to ${max} seconds.`
  const durationMs = slideshowDurationMs(content)
  if (durationMs > VIDEO_MAX_DURATION_MS)
    return `It would last ${formatDuration(durationMs)}; at most ${formatDuration(VIDEO_MAX_DURATION_MS)} are possible.`
  return photosProblem(photos) ?? soundProblem(sound)
}

/** The request for a slideshow that has no problem. */
export function slideshowWish({ photos, slideshow }: PhotoContent): CreateSlideshow {
  const { secondsPerImage, transition, fill, sound } = slideshow
  const audioId = sound && mediaOf(sound)?.id
  return { imageIds: photos.map(mediaIdOf), secondsPerImage, transition, fill, ...(audioId && { audioId }) }
}

function photosProblem(photos: readonly Piece[]): string | null {
  if (photos.some(({ step }) => step === 'failed')) return 'Not every photo could be uploaded.'
  return photos.every(({ step }) => step === 'ready') ? null : 'Wait until all photos are there.'
}

function soundProblem(sound: Piece | null): string | null {
  if (sound === null || sound.step === 'ready') return null
  return sound.step === 'failed' ? `${nameOf(sound)} cannot be used.` : 'Wait until the sound is uploaded.'
}

function mediaIdOf(photo: Piece): string {
  const media = mediaOf(photo)
  if (!media) throw new Error(`${photo.fileName} is not uploaded yet.`)
  return media.id
}
