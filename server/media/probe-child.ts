// A program of its own, started by probe-media.ts: it opens one local file with FFmpeg and sends what it found.
import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import { limitMemory } from './limit-memory.ts'
import type { ProbeAnswer } from './media-probe.ts'
import { readMedia } from './read-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

const [path = '', memoryMb = ''] = process.argv.slice(2)

async function answer(): Promise<ProbeAnswer> {
  try {
    return { probe: await readMedia(path) }
  } catch (error) {
    if (error instanceof UnreadableMediaError) return { problem: error.message }
    const reason = error instanceof Error ? error.message : String(error)
    return { problem: `The file is damaged or cut off (${reason}).` }
  }
}

process.once('disconnect', () => process.exit())
Log.setLevel(AV_LOG_QUIET)
await limitMemory(Number(memoryMb))
process.send?.(await answer(), undefined, undefined, () => process.exit())
