import { AV_NOPTS_VALUE, AVDISCARD_ALL } from 'node-av/constants'
import type { FormatContext, Stream } from 'node-av/lib'
import { findDecoder } from './decoders.ts'
import { openMedia, pictureOf, soundsOf } from './open-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** One stream of a file that is read for it alone. `start` in seconds: what all streams of the file call the beginning. */
export type Track = { format: FormatContext; stream: Stream; start: number }

/** The picture of a video and its first sound that we can decode: each is read by itself, so neither waits in memory for the other. */
export async function openTracks(source: { path: string; mimeType: string }) {
  await using open = new AsyncDisposableStack()
  const forPicture = open.use(await openSource(source))
  const forSound = open.use(await openSource(source))
  const picture = only(forPicture, pictureOf(forPicture))
  const sound = only(forSound, decodableSoundOf(forSound))
  const starts = [picture, sound].flatMap((stream) => (stream ? startOf(stream) : []))
  const start = starts.length > 0 ? Math.min(...starts) : 0
  const owned = open.move()
  return {
    picture: { format: forPicture, stream: picture, start },
    sound: sound && { format: forSound, stream: sound, start },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function openSource({ path, mimeType }: { path: string; mimeType: string }): Promise<FormatContext> {
  const format = await openMedia(path, mimeType)
  if (!format) throw new UnreadableMediaError(`There is no reader for ${mimeType}.`)
  return format
}

function decodableSoundOf(format: FormatContext): Stream | null {
  const sounds = soundsOf(format)
  const sound = sounds.find(({ codecpar }) => findDecoder(codecpar.codecId) !== null)
  if (sounds.length > 0 && !sound) throw new UnreadableMediaError('There is no decoder for the sound of the file.')
  return sound ?? null
}

function only<S extends Stream | null>({ streams }: FormatContext, wanted: S): S {
  for (const stream of streams) if (stream.index !== wanted?.index) stream.discard = AVDISCARD_ALL
  return wanted
}

function startOf({ startTime, timeBase: { num, den } }: Stream): number[] {
  return startTime === AV_NOPTS_VALUE ? [] : [(Number(startTime) * num) / den]
}
