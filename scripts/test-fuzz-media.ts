import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { parseArgs } from 'node:util'

/**
 * Uploads damaged videos and images: `npm run test:fuzz-media -- --runs 200 --seed 1`. A failure names the run; the same seed gives
 * the same files.
 */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
})

const vitest = spawn('vitest', ['run', 'test/flows/fuzz-media.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: values.runs, FUZZ_SEED: values.seed },
})
const [code] = await once(vitest, 'exit')
process.exitCode = code === 0 ? 0 : 1
