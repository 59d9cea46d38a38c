import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
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
  const answer = await work(args, tellProgress).then((result) => ({ result }), describeFailure)
  process.send?.(answer, undefined, undefined, () => process.exit())
}

function describeFailure(error: unknown): { problem: string } {
  if (error instanceof UnreadableMediaError) return { problem: error.message }
  const reason = error instanceof Error ? error.message : String(error)
  return { problem: `The file is damaged or cut off (${reason}).` }
}
