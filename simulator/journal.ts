import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

/** A line of the journal: the entity as it is now, or null when it is gone. */
export const JournalLine = z.object({ kind: z.string(), key: z.string(), value: z.unknown() })
export type JournalLine = z.infer<typeof JournalLine>

export type Journal = { append(line: JournalLine): void; close(): void }

export const noJournal: Journal = { append() {}, close() {} }

/** Every whole line. A line that a kill cut off half-way at the end is dropped: its answer never went out. */
export function readJournal(path: string): JournalLine[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  lines.pop()
  return lines.map((line) => JournalLine.parse(JSON.parse(line)))
}

/** Starts anew from what is alive, then appends; each line is with the kernel before `append` returns. */
export function openJournal(path: string, alive: Iterable<JournalLine>): Journal {
  mkdirSync(dirname(path), { recursive: true })
  const text = Array.from(alive, (line) => `${JSON.stringify(line)}\n`).join('')
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  const file = openSync(path, 'a')
  let isOpen = true
  return {
    append(line) {
      writeSync(file, `${JSON.stringify(line)}\n`)
    },
    close() {
      if (isOpen) closeSync(file)
      isOpen = false
    },
  }
}
