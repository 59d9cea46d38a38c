import type { FormatContext, Frame, Stream } from 'node-av/lib'
import { decodePictures } from './decode-pictures.ts'
import { findPicture } from './find-picture.ts'
import { streamTime } from './stream-time.ts'

/** So many places at which decoding may begin are tried before a damaged file is given up. */
const MAX_TRIES = 3

/**
 * The picture of a video that is shown at a time in ms, or null where none can be decoded. Times of pictures are rounded down to whole
 * milliseconds; before the first picture the first one counts. Where the right one is damaged it is another one near it.
 */
export async function frameAt(format: FormatContext, picture: Stream, atMs: number): Promise<Frame | null> {
  const at = streamTime(format, picture, atMs)
  let from = at
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const place = await findPicture(format, picture, { from, at })
    if (!place) return null
    for await (const frame of decodePictures(format, picture, { ...place, times: [place.time] })) return frame.clone()
    from = place.key - 1n
  }
  return null
}
