import { type FileTypeResult, fileTypeFromFile } from 'file-type'
import { AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO } from 'node-av/constants'
import { Dictionary, FFmpegError, FormatContext, InputFormat, type Rational, type Stream } from 'node-av/lib'
import { codecName } from './codec-name.ts'
import { measureDuration } from './measure-duration.ts'
import type { MediaProbe } from './media-probe.ts'
import { findMissingBytes } from './missing-bytes.ts'
import { clockwiseRotation } from './rotation.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

// The reader of FFmpeg for each content we look into. Playlists and other formats that name further files or addresses are not here.
const demuxers: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'video/matroska': 'matroska',
  'image/jpeg': 'jpeg_pipe',
  'image/png': 'png_pipe',
  'image/webp': 'webp_pipe',
  'image/gif': 'gif',
}
/** An MPEG-4 file under another brand, as phones and iTunes write it. */
const plainMp4 = new Set(['video/x-m4v', 'video/3gpp', 'video/3gpp2'])
/** A file may claim thousands of streams; real ones have a few. */
const MAX_STREAMS = 32

/** Reads what a file is. Run it in a process that may crash. */
export async function readMedia(path: string): Promise<MediaProbe> {
  const type = await fileTypeFromFile(path)
  if (!type) throw new UnreadableMediaError('The file is neither a video nor an image.')
  const mimeType = plainMp4.has(type.mime) ? 'video/mp4' : type.mime
  const unread = describe({ ...type, mime: mimeType })
  const demuxer = demuxers[mimeType]
  if (!demuxer) return unread
  if ((await findMissingBytes(path, mimeType)) > 0)
    throw new UnreadableMediaError('The file is cut off: its end is missing.')

  await using format = await openFile(path, demuxer)
  const picture = format.streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_VIDEO)
  const sound = format.streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_AUDIO)
  const audio = { hasAudio: sound !== undefined, audioCodec: sound ? codecName(sound.codecpar.codecId) : null }
  if (!picture) throw new UnreadableMediaError('The file holds no picture: nothing in it can be shown.')
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
    durationMs: null,
    frameRate: null,
    hasAudio: false,
    audioCodec: null,
    bitRate: null,
  }
}

async function openFile(path: string, demuxer: string): Promise<FormatContext> {
  const format = new FormatContext()
  const options = Dictionary.fromObject({ protocol_whitelist: 'file', max_streams: MAX_STREAMS })
  const opened = await format.openInput(`file:${path}`, InputFormat.findInputFormat(demuxer), options)
  FFmpegError.throwIfError(opened, 'opening it failed')
  FFmpegError.throwIfError(await format.findStreamInfo(), 'reading its streams failed')
  return format
}

function describePicture({ codecpar }: Stream) {
  const { width, height } = codecpar
  if (width <= 0 || height <= 0) throw new UnreadableMediaError('The file is damaged: its picture has no size.')
  const rotation = clockwiseRotation(codecpar)
  const isUpright = rotation % 180 === 0
  return {
    codec: codecName(codecpar.codecId),
    width: isUpright ? width : height,
    height: isUpright ? height : width,
    rotation,
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
