import { constants, open } from 'node:fs/promises'
import { AV_DISPOSITION_ATTACHED_PIC, AVERROR_ENOMEM, AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO } from 'node-av/constants'
import { Dictionary, FFmpegError, FormatContext, InputFormat, type IOContext, type Stream } from 'node-av/lib'
import { DECODER_NAMES } from './decoders.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

// The reader of FFmpeg for each content we look into. Playlists and other formats that name further files or addresses are not here.
const demuxers: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
  'video/matroska': 'matroska',
  'video/vnd.avi': 'avi',
  'video/mp2t': 'mpegts',
  'video/MP1S': 'mpeg',
  'video/MP2P': 'mpeg',
  'video/x-flv': 'flv',
  'video/x-ms-asf': 'asf',
  'video/ogg': 'ogg',
  'image/jpeg': 'jpeg_pipe',
  'image/png': 'png_pipe',
  'image/webp': 'webp_pipe',
  'image/gif': 'gif',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'mov',
  'audio/aac': 'aac',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
}
/** A file may claim thousands of streams; real ones have a few. FFmpeg counts on for a while, so that we can tell how many there are. */
const MAX_STREAMS = 32
const MAX_COUNTED = 1000

/**
 * Opens a local file, or what `remote-input.ts` reads, with FFmpeg; null for content that we do not look into. FFmpeg gets an open file and
 * may open nothing itself: what the file names besides, another file or an address, is out of its reach. Links are not followed.
 */
export async function openMedia(file: string | IOContext, mimeType: string): Promise<FormatContext | null> {
  const demuxer = demuxers[mimeType]
  if (!demuxer) return null
  const format = new FormatContext()
  const opened = await openInput(format, file, demuxer)
  if (opened === AVERROR_ENOMEM)
    throw new UnreadableMediaError(`The file holds more than ${MAX_COUNTED} tracks, or more than fits into memory.`)
  FFmpegError.throwIfError(opened, 'opening it failed')
  if (format.nbStreams > MAX_STREAMS)
    throw new UnreadableMediaError(`The file holds ${countOf(format)} tracks; the most is ${MAX_STREAMS}.`)
  FFmpegError.throwIfError(await format.findStreamInfo(), 'reading its streams failed')
  return format
}

async function openInput(format: FormatContext, file: string | IOContext, demuxer: string): Promise<number> {
  const input = InputFormat.findInputFormat(demuxer)
  const options = { protocol_whitelist: 'fd', codec_whitelist: DECODER_NAMES.join(','), max_streams: MAX_COUNTED }
  if (typeof file !== 'string') {
    format.allocContext()
    format.pb = file
    return format.openInput('', input, Dictionary.fromObject(options))
  }
  await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW)
  return await format.openInput('fd:', input, Dictionary.fromObject({ ...options, fd: handle.fd }))
}

function countOf({ nbStreams }: FormatContext): string {
  return nbStreams < MAX_COUNTED ? String(nbStreams) : `${MAX_COUNTED} or more`
}

/** The stream that is shown. */
export function pictureOf(format: FormatContext): Stream {
  const picture = format.streams.find(isPicture)
  if (!picture) throw new UnreadableMediaError('The file holds no picture: nothing in it can be shown.')
  return picture
}

/** The stream that is heard. */
export function soundOf(format: FormatContext): Stream | undefined {
  return soundsOf(format)[0]
}

/** One for each language, or for each microphone. */
export function soundsOf({ streams }: FormatContext): Stream[] {
  return streams.filter(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_AUDIO)
}

/** There is something to hear and nothing to see, but for the cover of a record. */
export function isSoundAlone(format: FormatContext): boolean {
  return soundOf(format) !== undefined && !format.streams.some(isPicture)
}

function isPicture(stream: Stream): boolean {
  return stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO && !stream.hasDisposition(AV_DISPOSITION_ATTACHED_PIC)
}
