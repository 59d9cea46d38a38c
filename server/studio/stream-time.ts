import type { FormatContext, Stream } from 'node-av/lib'

const MICROSECONDS = 1_000_000n

/** The last time that belongs to a millisecond of a video, in units of the stream. */
export function streamTime({ startTime }: FormatContext, { timeBase: { num, den } }: Stream, atMs: number): bigint {
  // What comes before 0 is not shown: a sound that begins early, to be cut there.
  const start = startTime > 0n ? startTime : 0n
  const end = (start + BigInt(atMs + 1) * 1000n) * BigInt(den)
  const unit = BigInt(num) * MICROSECONDS
  return (end + unit - 1n) / unit - 1n
}
