import { mixedPicture, movePicture, repeatPicture } from './skipped-picture.ts'
import type { SlideTime } from './slideshow-plan.ts'
import type { StreamShape } from './stream-shape.ts'

/** A picture as it lies in the file; `shownAt` counts from the beginning of its slide. */
export type MoviePicture = { data: Buffer; shownAt: number }

/**
 * The pictures of each slide as they lie in the file: a still is encoded once, and repeated by pictures that say nothing but "the same
 * again". A fade is pictures that say "so much of both"; what it leads to comes before them, and is shown as its last one.
 */
export async function* slideshowPackets(
  encoded: AsyncIterator<Buffer>,
  plan: readonly SlideTime[],
  shape: StreamShape,
): AsyncGenerator<MoviePicture[]> {
  for (const { holdFrames, fadeFrames } of plan) {
    const slide = [{ data: await taken(encoded), shownAt: 0 }]
    for (let shownAt = 1; shownAt < holdFrames; shownAt += 1)
      slide.push({ data: repeatPicture(shape, { frameNumber: shownAt, shownAt }), shownAt })
    if (fadeFrames > 0) {
      const last = holdFrames + fadeFrames - 1
      const data = movePicture(shape, await taken(encoded), { frameNumber: holdFrames, shownAt: last })
      slide.push({ data, shownAt: last })
      for (let shownAt = holdFrames; shownAt < last; shownAt += 1)
        slide.push({ data: mixedPicture(shape, { frameNumber: holdFrames + 1, shownAt }), shownAt })
    }
    yield slide
  }
}

async function taken(encoded: AsyncIterator<Buffer>): Promise<Buffer> {
  const { value, done } = await encoded.next()
  if (done) throw new Error('The encoder gave fewer pictures than it got.')
  return value
}
