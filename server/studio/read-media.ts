import { type FileTypeResult, fileTypeFromFile } from 'file-type'
import type { FormatContext, Rational, Stream } from 'node-av/lib'
import { codecName } from './codec-name.ts'
import { findDecoder } from './decoders.ts'
import { describePicture } from './describe-picture.ts'
import { IMAGE_MIME_TYPES } from './image-types.ts'
import { measureDuration } from './measure-duration.ts'
import type { MediaProbe } from './media-probe.ts'
import { findMissingBytes } from './missing-bytes.ts'
import { isSoundAlone, openMedia, pictureOf, soundOf, soundsOf } from './open-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** The same content under another name, as phones and iTunes write it. */
const plainTypes = new Map([
  ['video/x-m4v', 'video/mp4'],
  ['video/3gpp', 'video/mp4'],
  ['video/3gpp2', 'video/mp4'],
  ['audio/x-m4a', 'audio/mp4'],
  ['audio/ogg; codecs=opus', 'audio/ogg'],
])

/** Reads what a file is. Run it in a process that may crash. */
export async function readMedia(path: string): Promise<MediaProbe> {
  const type = await fileTypeFromFile(path)
  if (!type) throw new UnreadableMediaError('It is neither a video, nor an image, nor a sound.')
  const mimeType = plainTypes.get(type.mime) ?? type.mime
  const unread = describe({ ...type, mime: mimeType })
  if ((await findMissingBytes(path, mimeType)) > 0)
    throw new UnreadableMediaError('The file is cut off: its end is missing.')

  if (IMAGE_MIME_TYPES.includes(mimeType)) {
    // Only now, because loading libvips takes as long as reading a video.
    const { readImage } = await import('./read-image.ts')
    return { ...unread, kind: 'image', ...(await readImage(path)) }
  }

  await using format = await openMedia(path, mimeType)
  if (!format) return unread
  if (isSoundAlone(format)) return { ...unread, ...(await describeSound(format, mimeType)) }
  const picture = pictureOf(format)
  const sound = soundOf(format)
  const decoding = { isDecodable: isDecodable(format, picture) }
  const audio = { hasAudio: sound !== undefined, audioCodec: sound ? codecName(sound.codecpar.codecId) : null }
  return {
    ...unread,
    kind: 'video',
    ...describePicture(picture),
    ...audio,
    ...decoding,
    ...(await describeTime(format, picture)),
  }
}

function describe({ ext, mime }: FileTypeResult): MediaProbe {
  return {
    kind: mime.startsWith('video/') ? 'video' : 'unknown',
    container: ext,
    mimeType: mime,
    codec: null,
    width: null,
    height: null,
    rotation: 0,
    pixelFormat: null,
    pixelAspect: 1,
    hdr: null,
    isInterlaced: false,
    durationMs: null,
    frameRate: null,
    hasAudio: false,
    audioCodec: null,
    bitRate: null,
    isDecodable: false,
    image: null,
  }
}

/** A film without pictures is a sound. */
async function describeSound(format: FormatContext, mimeType: string) {
  const sound = soundOf(format)
  if (!sound) throw new UnreadableMediaError('The file holds nothing to hear.')
  const codec = codecName(sound.codecpar.codecId)
  const durationMs = await measureDuration(format, sound)
  return {
    kind: 'audio' as const,
    mimeType: mimeType.replace('video/', 'audio/'),
    codec,
    durationMs,
    hasAudio: true,
    audioCodec: codec,
  }
}

async function describeTime(format: FormatContext, picture: Stream) {
  const durationMs = await measureDuration(format, picture)
  const bitRate = Number(format.bitRate)
  return {
    durationMs,
    frameRate: perSecond(picture.avgFrameRate) ?? perSecond(picture.rFrameRate),
    bitRate: bitRate > 0 && Number.isSafeInteger(bitRate) ? bitRate : null,
  }
}

function isDecodable(format: FormatContext, picture: Stream): boolean {
  const isKnown = ({ codecpar }: Stream) => findDecoder(codecpar.codecId) !== null
  const sounds = soundsOf(format)
  return isKnown(picture) && (sounds.length === 0 || sounds.some(isKnown))
}

function perSecond({ num, den }: Rational): number | null {
  return num > 0 && den > 0 ? Math.round((num / den) * 1000) / 1000 : null
}
