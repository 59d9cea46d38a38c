import { expect, test } from 'vitest'
import { planSlideshow } from './slideshow-plan.ts'

test('each slide stands for its time, and the last one has nothing to fade to', () => {
  expect(planSlideshow({ imageCount: 3, secondsPerImage: 2, transition: 'none' })).toEqual(
    Array(3).fill({ holdFrames: 60, fadeFrames: 0 }),
  )
  expect(planSlideshow({ imageCount: 3, secondsPerImage: 1, transition: 'fade' })).toEqual([
    { holdFrames: 15, fadeFrames: 15 },
    { holdFrames: 15, fadeFrames: 15 },
    { holdFrames: 30, fadeFrames: 0 },
  ])
})

test.each([1, 1.01, 2.345, 3.3333, 9.99, 10])(
  '%d s an image add up to the whole, within half a frame',
  (secondsPerImage) => {
    for (const transition of ['none', 'fade'] as const) {
      const plan = planSlideshow({ imageCount: 35, secondsPerImage, transition })
      const frames = plan.reduce((sum, { holdFrames, fadeFrames }) => sum + holdFrames + fadeFrames, 0)
      expect(Math.abs(frames - 35 * secondsPerImage * 30)).toBeLessThanOrEqual(0.5)
      for (const { holdFrames } of plan) expect(holdFrames).toBeGreaterThan(0)
    }
  },
)
