import type { CodecContext, Frame, Packet } from 'node-av/lib'
import { decodeFrames } from './decode-frames.ts'
import { type Filters, openFilters } from './open-filters.ts'
import { openMedia, soundOf } from './open-media.ts'
import { soundChain } from './sound-chain.ts'
import { encodeSamples, SAMPLE_RATE } from './sound-encoder.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

export type Sound = { path: string; mimeType: string }

/** Cut off where the slideshow ends, it would click. */
const FADE_OUT_SAMPLES = SAMPLE_RATE / 2

/** AAC in stereo for exactly so many samples: a longer sound is cut, a shorter one begins again. */
export function encodeSound(encoder: CodecContext, sound: Sound, sampleCount: number): AsyncGenerator<Packet> {
  return encodeSamples(encoder, shaped(sound, sampleCount))
}

/** The sound over and over, until it is long enough. */
async function* shaped(sound: Sound, sampleCount: number): AsyncGenerator<Frame> {
  using open = new DisposableStack()
  let filters: Filters | null = null
  let given = 0
  let taken = 0n
  for await (const frame of repeated(sound)) {
    filters ??= open.use(await openFilters(soundChain(frame, { filters: ending(sampleCount) })))
    frame.pts = taken
    taken += BigInt(frame.nbSamples)
    for await (const piece of filters.filter(frame)) {
      given += piece.nbSamples
      yield piece
    }
    if (given >= sampleCount) return
  }
}

function ending(sampleCount: number): string[] {
  const fadeAt = Math.max(0, sampleCount - FADE_OUT_SAMPLES)
  return [`atrim=end_sample=${sampleCount}`, `afade=t=out:start_sample=${fadeAt}:nb_samples=${FADE_OUT_SAMPLES}`]
}

async function* repeated({ path, mimeType }: Sound): AsyncGenerator<Frame> {
  for (;;) {
    await using format = await openMedia(path, mimeType)
    const stream = format && soundOf(format)
    if (!format || !stream) throw new UnreadableMediaError('The sound cannot be read.')
    let isSilent = true
    for await (const { frame } of decodeFrames(format, stream)) {
      isSilent = false
      yield frame
    }
    if (isSilent) throw new UnreadableMediaError('There is nothing to hear in the sound.')
  }
}
