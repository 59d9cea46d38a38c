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
  const tellProgress = (progress: number) => void process.send?.({ progress })
  // From now on a crash is the fault of the file.
  tellProgress(0)
  const mistake = await limitMemory(Number(memoryMb)).then(
    () => null,
    (error: unknown) => ({ mistake: String(error) }),
  )
  if (mistake) return end(mistake)
  const answer = await work(args, tellProgress).then(
    (result) => ({ result }),
    (error: unknown) => ({
      problem: describeProblem(error, { memoryMb, paths: args.flatMap(pathsIn) }),
      isDiskFull: isDiskFull(error),
    }),
  )
  end(answer)
}

function end(answer: object): void {
  process.send?.(answer, undefined, undefined, () => process.exit())
}

/** An argument may be a path, or JSON that holds some. */
function pathsIn(argument: string): string[] {
  return argument.match(/(?<=^|")\/[^"]+/g) ?? []
}
