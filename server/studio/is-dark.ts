import type { Frame } from 'node-av/lib'

// As FFmpeg's filter `blackframe` sees it: 98 % of the pixels are darker than 32 of 255.
const DARK_BELOW = 32
const DARK_SHARE = 0.98

/** Whether a full-range YUV picture shows next to nothing. */
export function isDark(frame: Frame): boolean {
  const luma = frame.toBuffer().subarray(0, frame.width * frame.height)
  const dark = luma.reduce((count, value) => (value < DARK_BELOW ? count + 1 : count), 0)
  return dark >= luma.length * DARK_SHARE
}
