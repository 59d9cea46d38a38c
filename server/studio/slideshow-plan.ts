import type { Transition } from '#shared/api/media.ts'

export const FRAME_RATE = 30
/** Half a second: long enough to be seen as a fade, short enough for an image that is shown for one second. */
const FADE_FRAMES = 15

/** How long a slide stands still, and how many pictures then lead to the next one. */
export type SlideTime = { holdFrames: number; fadeFrames: number }

type Rhythm = { imageCount: number; secondsPerImage: number; transition: Transition }

/** The time of each slide in frames. They add up to the whole: what rounding takes from one slide it gives to another. */
export function planSlideshow({ imageCount, secondsPerImage, transition }: Rhythm): SlideTime[] {
  const startOf = (index: number) => Math.round(index * secondsPerImage * FRAME_RATE)
  return Array.from({ length: imageCount }, (_, index) => {
    const isLast = index === imageCount - 1
    const fadeFrames = transition === 'fade' && !isLast ? FADE_FRAMES : 0
    return { holdFrames: startOf(index + 1) - startOf(index) - fadeFrames, fadeFrames }
  })
}
