import { AVERROR_ENOSPC } from 'node-av/constants'
import { FFmpegError } from 'node-av/lib'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** Libraries tell one trouble many times over. */
const MAX_REASON_LENGTH = 200

type Circumstances = { memoryMb: string; paths: readonly string[] }

/** What is wrong with a file, in a sentence or two for the person who uploaded it: nothing of ours is in it, such as where the file lies. */
export function describeProblem(error: unknown, { memoryMb, paths }: Circumstances): string {
  if (error instanceof UnreadableMediaError) return error.message
  if (error instanceof FFmpegError && error.isENOMEM)
    return `The file is damaged or too complex: reading it takes more than the ${memoryMb} MB of memory that it may take.`
  const message = error instanceof Error ? error.message : String(error)
  const lines = message.split('\n').filter((line) => !paths.some((path) => line.includes(path)))
  const reason = [...new Set(lines.map((line) => line.trim()))].filter(Boolean).join('; ').slice(0, MAX_REASON_LENGTH)
  return reason ? `The file is damaged or cut off (${reason}).` : 'The file is damaged or cut off.'
}

/** There was no room for what was to be written. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof FFmpegError) return error.code === AVERROR_ENOSPC
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC'
}
