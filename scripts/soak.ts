// npm run soak [-- --seed 7] [-- --publications 300 --accounts 60 --max-mb 150 --minutes 25 --fault-percent 5]
//
// Publishes many videos while everything goes wrong: workers are killed with -9 every few seconds, PostgreSQL goes away
// twice, TikTok fails one call in twenty in every way it may. Afterwards each video must be on its account exactly once,
// and Clipdeck must say so. Real processes on this machine; loopback only. The random choices come from the seed, which is
// printed first; when which process runs is the machine's.
import { availableParallelism, loadavg } from 'node:os'
import { readOptions } from './soak/options.ts'
import { findings, reportLines } from './soak/report.ts'
import { runSoak } from './soak/run.ts'

async function main(): Promise<void> {
  const options = readOptions()
  say(
    `Seed ${options.seed}. Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}.`,
  )
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupted.abort(new Error(`Ended by ${signal}.`)))
  const startedAt = performance.now()
  const report = await runSoak(options, { say, signal: interrupted.signal })
  console.log(reportLines(report).join('\n'))
  say(`The whole took ${Math.round((performance.now() - startedAt) / 1000)} s.`)
  if (findings(report).length > 0) process.exitCode = 1
}

/** Progress goes beside the report. */
function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}

await main()
