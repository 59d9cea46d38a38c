import { open } from 'node:fs/promises'

/** Begins to bring a whole file to the disk, so that this goes on while it is judged. Whoever stores it waits for the rest. */
export function flushAhead(path: string): void {
  flush(path).catch(() => {})
}

async function flush(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.datasync()
}
