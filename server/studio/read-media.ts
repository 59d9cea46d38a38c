import { type FileTypeResult, fileTypeFromFile } from 'file-type'
import { AVMEDIA_TYPE_AUDIO } from 'node-av/constants'
import type { FormatContext, Rational, Stream } from 'node-av/lib'
import { codecName } from './codec-name.ts'
import { describePicture } from './describe-picture.ts'
import { measureDuration } from './measure-duration.ts'
import type { MediaProbe } from './media-probe.ts'
import { findMissingBytes } from './missing-bytes.ts'
import { openMedia, pictureOf } from './open-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** An MPEG-4 file under another brand, as phones and iTunes write it. */
const plainMp4 = new Set(['video/x-m4v', 'video/3gpp', 'video/3gpp2'])

/** Reads what a file is. Run it in a process that may crash. */
export async function readMedia(path: string): Promise<MediaProbe> {
  const type = await fileTypeFromFile(path)
  if (!type) throw new UnreadableMediaError('The file is neither a video nor an image.')
  const mimeType = plainMp4.has(type.mime) ? 'video/mp4' : type.mime
  const unread = describe({ ...type, mime: mimeType })
  if ((await findMissingBytes(path, mimeType)) > 0)
    throw new UnreadableMediaError('The file is cut off: its end is missing.')

  await using format = await openMedia(path, mimeType)
  if (!format) return unread
  const picture = pictureOf(format)
  const sound = format.streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_AUDIO)
  const audio = { hasAudio: sound !== undefined, audioCodec: sound ? codecName(sound.codecpar.codecId) : null }
  const shown = describePicture(picture)
  if (unread.kind === 'image') return { ...unread, ...shown }
  return { ...unread, ...shown, ...audio, ...(await describeTime(format, picture)) }
}

function describe({ ext, mime }: FileTypeResult): MediaProbe {
  const [family] = mime.split('/')
  return {
    kind: family === 'video' || family === 'image' ? family : 'unknown',
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
  }
}

async function describeTime(format: FormatContext, picture: Stream) {
  const durationMs = await measureDuration(format, picture)
  const bitRate = Number(format.bitRate)
  return {
    durationMs,
    frameRate: perSecond(picture.avgFrameRate) ?? perSecond(picture.rFrameRate),
    bitRate: bitRate > 0 ? bitRate : null,
  }
}

function perSecond({ num, den }: Rational): number | null {
  return num > 0 && den > 0 ? Math.round((num / den) * 1000) / 1000 : null
}
