import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import process from 'node:process'
import { parseArgs } from 'node:util'

/**
 * Plays the publishing state machine for as long as wanted: `npm run test:model -- --runs 5000`. What it prints of a failure,
 * `--seed` and `--path`, plays that one again.
 */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string' }, path: { type: 'string' } },
})

const seed = values.seed ?? String(randomInt(2 ** 31))
const vitest = spawn('vitest', ['run', 'test/flows/publishing-model.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, MODEL_RUNS: values.runs, MODEL_SEED: seed, ...(values.path && { MODEL_PATH: values.path }) },
})
const [code] = await once(vitest, 'exit')
process.exitCode = code === 0 ? 0 : 1
