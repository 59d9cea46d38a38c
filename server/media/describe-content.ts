import { type AppError, invalidInput } from '../errors.ts'
import { type MediaProbe, probeMedia, UnreadableMediaError } from '../studio/probe-media.ts'
import { checkImage } from './check-image.ts'
import { checkSound } from './check-sound.ts'
import { checkVideo } from './check-video.ts'
import type { NewFile } from './keep-content.ts'

const WANTED =
  'Upload a video (MP4 is best, MOV or WebM), an image (JPEG, PNG, WebP, GIF, AVIF, HEIC or TIFF) or a sound (MP3, M4A, WAV, OGG or FLAC).'

type Judged = Pick<NewFile, 'path' | 'name' | 'field' | 'sizeBytes'>

/** What a file is and how it stands against TikTok's limits. Throws `invalid_input` for what is of no use. */
export async function describeContent(file: Judged) {
  const probe = await probeMedia(file.path).catch((error: unknown) => {
    throw error instanceof UnreadableMediaError ? unreadable(file, error) : error
  })
  const { kind, mimeType, width, height, durationMs, codec, frameRate } = probe
  if (kind === 'unknown')
    throw invalidInput({
      path: file.field,
      message: `${file.name} is neither a video, nor an image, nor a sound that can be opened here (its content is ${mimeType}). ${WANTED}`,
    })
  const checks = check(probe, file.sizeBytes)
  return { kind, mimeType, width, height, durationMs, codec, frameRate, checks }
}

/** Why a file is refused that cannot be read. */
export function unreadable(
  { name, field }: Pick<Judged, 'name' | 'field'>,
  { message }: UnreadableMediaError,
): AppError {
  return invalidInput({ path: field, message: `${name} cannot be used: ${message} ${WANTED}` })
}

function check(probe: MediaProbe, sizeBytes: number) {
  if (probe.kind === 'image') return checkImage(probe, sizeBytes)
  return probe.kind === 'audio' ? checkSound(probe) : checkVideo(probe, sizeBytes)
}
