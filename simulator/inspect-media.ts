import { open, readFile } from 'node:fs/promises'
import type { CreatorSettings, MediaFile } from './entities.ts'
import { imageSize } from './image-size.ts'
import type { MediaStore } from './media-store.ts'
import { readMovie } from './read-movie.ts'

/** A received file with what the media check says: a `fail_reason` of reference-get-video-status, or null. */
export type Inspection = { file: MediaFile; fault: string | null }

/** content-posting-api-media-transfer-guide, video and image restrictions. */
const VIDEO_SIDE_PX = { min: 360, max: 4096 }
const IMAGE_SIDES_PX = { short: 1080, long: 1920 }
export const LARGEST_IMAGE_BYTES = 20_000_000
export const LARGEST_VIDEO_BYTES = 4 * 1024 ** 3

type Received = { name: string; sizeBytes: number }

export async function inspectVideo(
  media: MediaStore,
  received: Received,
  creator: CreatorSettings,
): Promise<Inspection> {
  const mimeType = await sniffVideo(media.pathOf(received.name))
  const isMovie = mimeType === 'video/mp4' || mimeType === 'video/quicktime'
  const movie = isMovie ? await readMovie(media.pathOf(received.name)) : { durationMs: null, width: null, height: null }
  const sha256 = await media.sha256(received.name, received.sizeBytes)
  const file = { ...received, ...movie, sha256, mimeType: mimeType ?? 'application/octet-stream' }
  return { file, fault: mimeType === null ? 'file_format_check_failed' : videoFault(file, creator) }
}

function videoFault({ durationMs, width, height }: MediaFile, creator: CreatorSettings): string | null {
  if (durationMs !== null && durationMs > creator.maxVideoDurationSec * 1000) return 'duration_check_failed'
  const sides = [width, height].filter((side) => side !== null)
  const isWrongSize = sides.some((side) => side < VIDEO_SIDE_PX.min || side > VIDEO_SIDE_PX.max)
  return isWrongSize ? 'picture_size_check_failed' : null
}

async function sniffVideo(path: string): Promise<string | null> {
  await using file = await open(path)
  const { buffer: head } = await file.read(Buffer.alloc(16), 0, 16, 0)
  if (head.readUInt32BE(0) === 0x1a45dfa3) return 'video/webm'
  const type = head.toString('latin1', 4, 8)
  if (type === 'ftyp') return head.toString('latin1', 8, 12) === 'qt  ' ? 'video/quicktime' : 'video/mp4'
  return ['moov', 'mdat', 'wide', 'free', 'skip'].includes(type) ? 'video/quicktime' : null
}

export async function inspectImage(media: MediaStore, received: Received): Promise<Inspection> {
  const bytes = await readFile(media.pathOf(received.name))
  const mimeType = sniffImage(bytes)
  const size = mimeType === null ? null : imageSize(bytes)
  const sha256 = await media.sha256(received.name, received.sizeBytes)
  const file = {
    ...received,
    sha256,
    mimeType: mimeType ?? 'application/octet-stream',
    durationMs: null,
    width: size?.width ?? null,
    height: size?.height ?? null,
  }
  if (size === null || received.sizeBytes > LARGEST_IMAGE_BYTES) return { file, fault: 'file_format_check_failed' }
  const isTooLarge =
    Math.min(size.width, size.height) > IMAGE_SIDES_PX.short || Math.max(size.width, size.height) > IMAGE_SIDES_PX.long
  return { file, fault: isTooLarge ? 'picture_size_check_failed' : null }
}

function sniffImage(bytes: Buffer): string | null {
  if (bytes.length >= 3 && bytes.readUIntBE(0, 3) === 0xffd8ff) return 'image/jpeg'
  const isWebp = bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
  return isWebp ? 'image/webp' : null
}
