import { AV_LOG_QUIET } from 'node-av/constants'
import { Log } from 'node-av/lib'
import { describeProblem, isDiskFull } from './describe-problem.ts'
import { limitMemory } from './limit-memory.ts'

/** The whole life of a program that media-child.ts started: limit our memory, work with the files, tell how far it is, send what came of it, end. */
export async function answerParent(
  work: (args: string[], tellProgress: (progress: number) => void) => Promise<unknown>,
): Promise<void> {
  const [memoryMb = '', ...args] = process.argv.slice(2)
  process.once('disconnect', () => process.exit())
  Log.setLevel(AV_LOG_QUIET)
  await limitMemory(Number(memoryMb))
  const tellProgress = (progress: number) => void process.send?.({ progress })
  tellProgress(0)
  const answer = await work(args, tellProgress).then(
    (result) => ({ result }),
    (error: unknown) => ({
      problem: describeProblem(error, { memoryMb, paths: args.flatMap(pathsIn) }),
      isDiskFull: isDiskFull(error),
    }),
  )
  process.send?.(answer, undefined, undefined, () => process.exit())
}

/** An argument may be a path, or JSON that holds some. */
function pathsIn(argument: string): string[] {
  return argument.match(/(?<=^|")\/[^"]+/g) ?? []
}
