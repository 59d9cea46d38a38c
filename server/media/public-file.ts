import type { MediaRow } from '../db/tables.ts'
import { photoKey } from './photo-key.ts'

/** What TikTok may be given of a media item. */
export type PublicFile = {
  mediaId: string
  /** In its URL: it says nothing of the user's. */
  name: string
  mimeType: string
  sizeBytes: number
  etag: string
  storageKey: string
}

type Item = Pick<MediaRow, 'id' | 'kind' | 'mimeType' | 'sizeBytes' | 'sha256' | 'storageKey' | 'photo'>

const videoNames: Readonly<Record<string, string>> = {
  'video/mp4': 'video.mp4',
  'video/quicktime': 'video.mov',
  'video/webm': 'video.webm',
}

/** A video as it was uploaded, and of an image the JPEG that was made of it. Throws TypeError for what TikTok takes in no post. */
export function publicFileOf(media: Item): PublicFile {
  const { id: mediaId, kind, mimeType, sizeBytes, sha256, storageKey, photo } = media
  const name = videoNames[mimeType]
  if (kind === 'video' && name) return { mediaId, name, mimeType, sizeBytes, etag: `"${sha256}"`, storageKey }
  if (!photo) throw new TypeError(`TikTok pulls no ${mimeType}.`)
  return {
    mediaId,
    name: 'image.jpg',
    mimeType: 'image/jpeg',
    sizeBytes: photo.sizeBytes,
    etag: `"${sha256}-photo"`,
    storageKey: photoKey(storageKey),
  }
}
