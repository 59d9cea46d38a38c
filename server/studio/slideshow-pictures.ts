import type { Frame } from 'node-av/lib'
import type { SlideshowFill } from '#shared/api/media.ts'
import { drawSlide } from './draw-slide.ts'
import type { SlideTime } from './slideshow-plan.ts'
import type { Picture } from './still-encoder.ts'

type Slides = { images: readonly string[]; plan: readonly SlideTime[]; fill: SlideshowFill }

/** The pictures of a slideshow that must be encoded: each slide, and before a fade ends the next one, which the fade is mixed with. */
export async function* slideshowPictures({ images, plan, fill }: Slides): AsyncGenerator<Picture> {
  let next: Promise<Frame> | null = null
  for (const [index, { fadeFrames }] of plan.entries()) {
    using slide = await (next ?? draw(images[index], fill))
    // Drawn while this one is encoded.
    next = index + 1 < plan.length ? draw(images[index + 1], fill) : null
    yield { frame: slide, isKey: true }
    if (next && fadeFrames > 0) yield { frame: await next, isKey: false }
  }
}

function draw(path: string | undefined, fill: SlideshowFill): Promise<Frame> {
  if (path === undefined) throw new Error('There are fewer images than slides.')
  const drawn = drawSlide(path, fill)
  // Whoever takes it is told; until then it is nobody's rejection.
  drawn.catch(() => {})
  return drawn
}
