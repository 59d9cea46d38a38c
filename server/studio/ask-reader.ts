import { availableParallelism } from 'node:os'
import { askMediaChild, type ChildLimits, type MediaProgram } from './media-child.ts'
import { createTurns } from './turns.ts'

/** Each may take a processor and 1 GB for seconds: many uploads at once wait for one another. */
const turns = createTurns(Math.max(2, availableParallelism()))

/** `askMediaChild` for what takes a moment; only a few run side by side in this process. The wait counts for no time limit. */
export async function askReader<Result>(program: MediaProgram<Result>, limits: ChildLimits = {}): Promise<Result> {
  using _turn = await turns.take(limits.signal)
  return await askMediaChild(program, limits)
}
