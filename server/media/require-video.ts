import type { MediaRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'

const nouns = { video: 'a video', image: 'an image', audio: 'a sound' } as const

/** Throws `conflict` for a media item that has no pictures to choose from: an image, a sound, or what is still being made. */
export function requireVideo({ kind, status, fileName }: Pick<MediaRow, 'kind' | 'status' | 'fileName'>): void {
  if (kind !== 'video')
    throw new AppError('conflict', `${fileName} is ${nouns[kind]}; only a video has pictures at different times.`, {
      remedy: 'Ask for its thumbnail.',
    })
  if (status === 'rendering')
    throw new AppError('conflict', `${fileName} is still being made.`, { remedy: 'Ask again when it is ready.' })
  if (status === 'failed') throw new AppError('conflict', `${fileName} could not be made, so it shows nothing.`)
}
