import { Frame } from 'node-av/lib'
import { openFilters } from './open-filters.ts'
import { colourMatrixOf, isHdr, pictureSource, TONE_MAPPING, turning } from './picture-source.ts'

type Wish = { sidePx: number; rotation: number; as?: 'jpeg' | 'rgb' }

/** The pixels of a JPEG (BT.601, full range), or red, green and blue. */
const pixelFormats = { jpeg: 'yuv420p', rgb: 'rgb24' } as const

const JPEG_COLOURS = 'out_color_matrix=bt601:out_range=full'

/** A copy of a picture that fits into a square, upright, with square pixels and the colours of a JPEG. */
export async function shrinkFrame(frame: Frame, { sidePx, rotation, as = 'jpeg' }: Wish): Promise<Frame> {
  const scaled = [...scaling(frame, sidePx), `format=${pixelFormats[as]}`, ...turning(rotation)]
  using filters = await openFilters([pictureSource(frame, 1), ...scaled, 'setsar=1', 'buffersink@out'])
  for await (const shrunk of filters.filter(frame)) {
    const kept = new Frame()
    kept.alloc()
    kept.ref(shrunk)
    return kept
  }
  throw new Error('filtering the picture failed')
}

function scaling(frame: Frame, sidePx: number): string[] {
  const { width, height, sampleAspectRatio } = frame
  const { num, den } = sampleAspectRatio
  const shownWidth = num > 0 && den > 0 ? (width * num) / den : width
  const factor = Math.min(1, sidePx / Math.max(shownWidth, height))
  const size = [shownWidth, height].map((px) => Math.max(1, Math.round(px * factor))).join(':')
  if (isHdr(frame)) return [`scale=${size}`, TONE_MAPPING, `scale=${JPEG_COLOURS}`]
  return [`scale=${size}:in_color_matrix=${colourMatrixOf(frame)}:${JPEG_COLOURS}`]
}
