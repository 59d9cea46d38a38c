import type { FormatContext, Frame, Stream } from 'node-av/lib'
import { decodePictures, type Route } from './decode-pictures.ts'
import { findPicture } from './find-picture.ts'
import { streamTime } from './stream-time.ts'

type Spread = { durationMs: number; count: number }

/**
 * Pictures of a video from the middle of each of so many parts, or near there: where decoding can begin shortly before, that picture is
 * as good, and costs little. Each is good until the next one is asked for.
 */
export async function* spreadFrames(format: FormatContext, picture: Stream, spread: Spread): AsyncGenerator<Frame> {
  for (const route of await planRoutes(format, picture, spread)) yield* decodePictures(format, picture, route)
}

/** One for each place where decoding has to begin. */
async function planRoutes(format: FormatContext, picture: Stream, { durationMs, count }: Spread): Promise<Route[]> {
  const routes: (Route & { times: bigint[] })[] = []
  for (let part = 0; part < count; part += 1) {
    const at = streamTime(format, picture, Math.floor(((part + 0.5) * durationMs) / count))
    const place = await findPicture(format, picture, { from: at, at })
    if (!place) continue
    const { key, from, time } = place
    const route = routes.at(-1)
    if (route?.key !== key) routes.push({ key, from, times: [key] })
    else if (route.times.at(-1) !== time) route.times.push(time)
  }
  return routes
}
