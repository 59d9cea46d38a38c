import { megabytes, row, seconds, speed, spread } from './table.ts'
import { grownBytes, type MemoryGrowth } from './watch-memory.ts'

type Timed = { durationMs: number; growth: MemoryGrowth }
export type IngestResults = {
  /** What it ran on, and how busy that was. */
  machine: string
  sizeBytes: number
  rounds: { plainMs: number; form: Timed; tus: Timed }[]
  cut: { offsets: number[]; isSame: boolean }
}

const MIN_RATIO = 0.5
const MAX_GROWTH_BYTES = 60_000_000

/** What was measured, as a table with a line of conclusions at its end. */
export function ingestReport({ machine, sizeBytes, rounds, cut }: IngestResults): {
  lines: string[]
  isWithinBounds: boolean
} {
  const form = spread(rounds.map((round) => round.plainMs / round.form.durationMs)).median
  const tus = spread(rounds.map((round) => round.plainMs / round.tus.durationMs)).median
  const growth = Math.max(...rounds.flatMap((round) => [grownBytes(round.form.growth), grownBytes(round.tus.growth)]))
  const isWithinBounds = Math.min(form, tus) >= MIN_RATIO && growth < MAX_GROWTH_BYTES && cut.isSame
  return {
    isWithinBounds,
    lines: [
      '',
      `${sizeBytes} bytes. ${machine}`,
      '',
      row('', 'plain stream', 'POST /media', 'tus'),
      ...rounds.map(({ plainMs, ...round }, index) =>
        row(`round ${index + 1}`, seconds(plainMs), seconds(round.form.durationMs), seconds(round.tus.durationMs)),
      ),
      ...speeds(sizeBytes, rounds),
      row('speed beside plain', '', `${form.toFixed(2)} ×`, `${tus.toFixed(2)} ×`),
      '',
      row('memory: peak (growth)', '', 'POST /media', 'tus'),
      ...rounds.map((round, index) =>
        row(`round ${index + 1}`, '', memory(round.form.growth), memory(round.tus.growth)),
      ),
      '',
      `Cut ${cut.offsets.length} times, resumed at ${cut.offsets.map(megabytes).join(', ')}.`,
      '',
      [
        `${isWithinBounds ? 'Within' : 'OUT OF'} bounds:`,
        `POST /media ${form.toFixed(2)} ×, tus ${tus.toFixed(2)} × the speed of a plain stream (bound ${MIN_RATIO});`,
        `growth ${megabytes(growth)} (bound ${megabytes(MAX_GROWTH_BYTES)});`,
        `SHA-256 after ${cut.offsets.length} cuts ${cut.isSame ? 'right' : 'WRONG'}.`,
      ].join(' '),
    ],
  }
}

function speeds(sizeBytes: number, rounds: IngestResults['rounds']): string[] {
  const median = (durations: number[]) => speed(sizeBytes, spread(durations).median)
  return [
    row(
      'median',
      median(rounds.map(({ plainMs }) => plainMs)),
      median(rounds.map(({ form }) => form.durationMs)),
      median(rounds.map(({ tus }) => tus.durationMs)),
    ),
  ]
}

function memory(growth: MemoryGrowth): string {
  return `${megabytes(growth.peakBytes)} (+${megabytes(grownBytes(growth))})`
}
