import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ModelStage, startModelStage } from '../model/model-stage.ts'
import { play } from '../model/moves.ts'
import { playOut } from '../model/play-out.ts'

/** `npm run test:model -- --runs 5000` plays more; `--seed` and `--path` play a failure again. */
const RUNS = Number(process.env.MODEL_RUNS ?? 50)
const SEED = Number(process.env.MODEL_SEED ?? 4)
const PATH = process.env.MODEL_PATH
const IS_LONG = process.env.MODEL_RUNS !== undefined
const A_PLAY_MS = 3000
/** Else these plays would show nothing. */
const MUST_HAVE_BEEN = ['dead', 'halted', 'halted in a transaction', 'went on without its lease', 'ended published']

let stage: ModelStage

beforeAll(async () => {
  stage = await startModelStage()
})
afterAll(() => stage[Symbol.asyncDispose]())

test('whatever happens in whatever order, no post is sent twice, and each ends in a state that is true', {
  timeout: 120_000 + RUNS * A_PLAY_MS,
}, async () => {
  await fc.assert(
    fc.asyncProperty(play, async (it) => {
      await playOut(stage, it).catch((error: unknown) => {
        // Making it smaller takes a while.
        if (IS_LONG) process.stdout.write(`${String(error)}\n\n`)
        throw error
      })
      stage.count('plays')
      if (IS_LONG && (stage.tally.get('plays') ?? 0) % 100 === 0) report()
    }),
    { numRuns: RUNS, seed: SEED, ...(PATH && { path: PATH }) },
  )
  if (IS_LONG) report()
  else expect([...stage.tally.keys()]).toEqual(expect.arrayContaining(MUST_HAVE_BEEN))
})

function report() {
  const counts = [...stage.tally].toSorted(([a], [b]) => a.localeCompare(b)).map(([what, count]) => `${count} ${what}`)
  process.stdout.write(`seed ${SEED}: ${counts.join(', ')}\n`)
}
