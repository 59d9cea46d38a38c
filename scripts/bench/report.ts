import type { ChunkPlan } from '#tiktok/chunk-plan.ts'
import type { Growth } from './product.ts'
import { megabytes, row, seconds, speed, spread } from './table.ts'
import { grownBytes, type MemoryGrowth } from './watch-memory.ts'

type Timed = { durationMs: number; growth: Growth }
export type Results = {
  /** What it ran on, and how busy that was. */
  machine: string
  plan: ChunkPlan
  mediaIn: Timed & { plainCopyMs: number }
  rounds: { clipdeck: Timed; curl: Timed }[]
}

const MAX_RATIO = 1.5
const MAX_GROWTH_BYTES = 80_000_000

/** What was measured, as a table with a line of conclusions at its end. */
export function reportLines({ machine, plan, mediaIn, rounds }: Results): { lines: string[]; isWithinBounds: boolean } {
  const ratios = rounds.map(({ clipdeck, curl }) => clipdeck.durationMs / curl.durationMs)
  const ratio = spread(ratios).median
  const serverOut = Math.max(...rounds.map(({ clipdeck }) => grownBytes(clipdeck.growth.server)))
  const simulatorOut = Math.max(...rounds.map(({ clipdeck }) => grownBytes(clipdeck.growth.simulator)))
  const serverIn = grownBytes(mediaIn.growth.server)
  const isWithinBounds = ratio <= MAX_RATIO && Math.max(serverIn, serverOut, simulatorOut) < MAX_GROWTH_BYTES
  return {
    isWithinBounds,
    lines: [
      '',
      `${plan.sizeBytes} bytes in ${plan.chunkCount} chunks. ${machine}`,
      '',
      row('upload', 'Clipdeck', 'curl -T', 'ratio'),
      ...rounds.map(({ clipdeck, curl }, index) =>
        row(
          `round ${index + 1}`,
          seconds(clipdeck.durationMs),
          seconds(curl.durationMs),
          (ratios[index] ?? 0).toFixed(2),
        ),
      ),
      ...spreadRows(rounds, ratios),
      '',
      row('memory: peak (growth)', 'server', 'simulator'),
      memoryRow('media in', mediaIn.growth),
      ...rounds.map(({ clipdeck }, index) => memoryRow(`upload ${index + 1}, Clipdeck`, clipdeck.growth)),
      ...rounds.map(({ curl }, index) => row(`upload ${index + 1}, curl`, '', memory(curl.growth.simulator))),
      '',
      row('media in', 'POST /media', 'plain copy', 'ratio'),
      row('time', seconds(mediaIn.durationMs), seconds(mediaIn.plainCopyMs), inRatio(mediaIn)),
      row('speed', speed(plan.sizeBytes, mediaIn.durationMs), speed(plan.sizeBytes, mediaIn.plainCopyMs)),
      '',
      [
        `${isWithinBounds ? 'Within' : 'OUT OF'} bounds:`,
        `upload ${ratio.toFixed(2)} of curl's time (bound ${MAX_RATIO});`,
        `growth: server in ${megabytes(serverIn)}, out ${megabytes(serverOut)},`,
        `simulator ${megabytes(simulatorOut)} (bound ${megabytes(MAX_GROWTH_BYTES)});`,
        `POST /media ${inRatio(mediaIn)} of a plain copy's time.`,
      ].join(' '),
    ],
  }
}

function spreadRows(rounds: Results['rounds'], ratios: number[]): string[] {
  const clipdeck = spread(rounds.map((round) => round.clipdeck.durationMs))
  const curl = spread(rounds.map((round) => round.curl.durationMs))
  const ratio = spread(ratios)
  return (['min', 'median', 'max'] as const).map((name) =>
    row(name, seconds(clipdeck[name]), seconds(curl[name]), ratio[name].toFixed(2)),
  )
}

function memoryRow(name: string, growth: Growth): string {
  return row(name, memory(growth.server), memory(growth.simulator))
}

function memory(growth: MemoryGrowth): string {
  return `${megabytes(growth.peakBytes)} (+${megabytes(grownBytes(growth))})`
}

function inRatio({ durationMs, plainCopyMs }: Results['mediaIn']): string {
  return (durationMs / plainCopyMs).toFixed(2)
}
