import { z } from 'zod'
import type { Outage } from './database.ts'

const Line = z.object({
  level: z.string(),
  time: z.string(),
  msg: z.string().default(''),
  err: z.object({ type: z.string(), message: z.string() }).optional(),
})
/** `isExplained`: it was said while PostgreSQL was away, or shortly after. */
export type LoudLine = { from: string; text: string; isExplained: boolean }

/** A connection is waited for this long (`connectionTimeoutMillis` of the product's pool), and a statement a little. */
const AFTERMATH_MS = 15_000

/** Keeps what the processes of the product say above a warning, and what is no log line at all. */
export function watchLogs(outages: () => readonly Outage[]) {
  const loud: LoudLine[] = []
  const warnings = new Map<string, number>()
  return {
    loud: (): readonly LoudLine[] => loud,
    /** How often each warning was said. */
    warnings: (): ReadonlyMap<string, number> => warnings,
    hear(from: string, text: string): void {
      const line = readLine(text)
      if (line?.level === 'warn') warnings.set(line.msg, (warnings.get(line.msg) ?? 0) + 1)
      if (line && line.level !== 'error' && line.level !== 'fatal') return
      if (isStack(text)) return
      const atMs = line ? Date.parse(line.time) : Date.now()
      const isExplained = outages().some(({ fromMs, untilMs }) => atMs >= fromMs && atMs <= untilMs + AFTERMATH_MS)
      const words = line ? `${line.msg}: ${line.err?.type ?? ''} ${line.err?.message ?? ''}` : text
      loud.push({ from, text: words.slice(0, 400).replaceAll(/127\.0\.0\.1:\d+/g, 'PostgreSQL'), isExplained })
    },
  }
}

/** The lines below the message of an error that ended a process. */
function isStack(text: string): boolean {
  return /^\s+(at |\w+: |\})/.test(text) || /^\}?$/.test(text.trim())
}

export type LogWatch = ReturnType<typeof watchLogs>

function readLine(text: string): z.output<typeof Line> | null {
  try {
    return Line.parse(JSON.parse(text))
  } catch {
    return null
  }
}
