import { AV_LOG_QUIET } from 'node-av/constants'
import { FFmpegError, Log } from 'node-av/lib'
import { limitMemory } from './limit-memory.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** The whole life of a program that media-child.ts started: limit our memory, work with the files, tell how far it is, send what came of it, end. */
export async function answerParent(
  work: (args: string[], tellProgress: (progress: number) => void) => Promise<unknown>,
): Promise<void> {
  const [memoryMb, ...args] = process.argv.slice(2)
  process.once('disconnect', () => process.exit())
  Log.setLevel(AV_LOG_QUIET)
  await limitMemory(Number(memoryMb))
  const tellProgress = (progress: number) => void process.send?.({ progress })
  tellProgress(0)
  const answer = await work(args, tellProgress).then(
    (result) => ({ result }),
    (error: unknown) => ({ problem: problemOf(error, memoryMb) }),
  )
  process.send?.(answer, undefined, undefined, () => process.exit())
}

function problemOf(error: unknown, memoryMb = ''): string {
  if (error instanceof UnreadableMediaError) return error.message
  if (error instanceof FFmpegError && error.isENOMEM)
    return `The file is damaged or too complex: reading it takes more than the ${memoryMb} MB of memory that it may take.`
  return `The file is damaged or cut off (${error instanceof Error ? error.message : String(error)}).`
}
