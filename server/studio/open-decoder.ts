import { CodecContext, FFmpegError, type Stream } from 'node-av/lib'
import { codecName } from './codec-name.ts'
import { findDecoder } from './decoders.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** Each thread of a decoder holds a picture of its own in memory. */
const DECODER_THREADS = 2

/** Which pictures a decoder leaves out: none, or those that no other picture needs, which saves a third of the time. */
export type Skip = 'none' | 'noref'

export async function openDecoder({ codecpar, timeBase }: Stream, skip: Skip): Promise<CodecContext> {
  const codec = findDecoder(codecpar.codecId)
  if (!codec)
    throw new UnreadableMediaError(`${codecName(codecpar.codecId) ?? 'An unknown codec'} cannot be decoded here.`)
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  FFmpegError.throwIfError(decoder.parametersToContext(codecpar), 'preparing its decoder failed')
  decoder.pktTimebase = timeBase
  decoder.threadCount = DECODER_THREADS
  skipPictures(decoder, skip)
  FFmpegError.throwIfError(await decoder.open2(codec), 'opening its decoder failed')
  return decoder
}

/** Holds for the packets that are sent from now on. */
export function skipPictures(decoder: CodecContext, skip: Skip): void {
  FFmpegError.throwIfError(decoder.setOption('skip_frame', skip), 'preparing its decoder failed')
}
