import { VIDEO_ASPECT_RATIO, VIDEO_SIDE_PX } from '#shared/limits.ts'

export type Size = { width: number; height: number }
/** A picture is scaled to `picture` and lies in the middle of `canvas`, which is larger only where its ratio is too extreme. */
export type Fit = { picture: Size; canvas: Size }

/** How a picture of square pixels is brought within what TikTok takes, in even sizes; what fits already stays as large as it is. */
export function fitPicture({ width, height }: Size): Fit {
  const aspect = width / height
  const wanted = allowedAspect(aspect)
  const canvas = aspect > wanted ? { width, height: width / wanted } : { width: height * wanted, height }
  const factor = scaleFactor(canvas)
  return {
    picture: { width: even(width * factor), height: even(height * factor) },
    canvas: { width: even(canvas.width * factor), height: even(canvas.height * factor) },
  }
}

function allowedAspect(aspect: number): number {
  const { min, max, tolerance } = VIDEO_ASPECT_RATIO
  if (aspect < min * (1 - tolerance)) return min
  return aspect > max * (1 + tolerance) ? max : aspect
}

function scaleFactor({ width, height }: Size): number {
  const { min, max } = VIDEO_SIDE_PX
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  if (short < min) return min / short
  return long > max ? max / long : 1
}

/** Colours are stored for 2 × 2 pixels. */
function even(px: number): number {
  return Math.max(2, 2 * Math.floor(Math.round(px) / 2))
}
