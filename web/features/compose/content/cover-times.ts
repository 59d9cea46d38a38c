import { formatTimecode } from '../../../ui/format-amount.ts'

const STILLS = 8
/** What a person can choose between, and what a browser can keep. */
export const COVER_STEP_MS = 100

/** Times of stills evenly over a video, the first frame first. */
export function stillTimes(durationMs: number): number[] {
  const times = Array.from({ length: STILLS }, (_, index) => onStep((durationMs * index) / STILLS))
  return [...new Set(times)]
}

/** The last time that is surely within a video. */
export function lastCoverMs(durationMs: number): number {
  return Math.max(0, onStep(durationMs - COVER_STEP_MS))
}

export function frameWords(atMs: number): string {
  return atMs === 0 ? 'First frame' : `Frame at ${formatTimecode(atMs)}`
}

function onStep(timeMs: number): number {
  return Math.floor(timeMs / COVER_STEP_MS) * COVER_STEP_MS
}
