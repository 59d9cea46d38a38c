import type { Media } from '#shared/api/media.ts'

/** What Clipdeck made an item of; null for what was uploaded. */
export function originWords({ madeFrom, kind }: Pick<Media, 'madeFrom' | 'kind'>): string | null {
  switch (madeFrom?.kind) {
    case undefined:
      return null
    case 'slideshow':
      return `Slideshow of ${madeFrom.imageIds.length} photos`
    case 'fix':
      return kind === 'video' ? 'Fixed copy of a video' : 'Fixed copy of a photo'
  }
}
