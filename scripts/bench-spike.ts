// npm run bench:spike [-- --publications 1000] [-- --accounts 1000] [-- --workers 1]
//                     [-- --statements] [-- --profile <dir>]
//
// Many publications of a small video, all due at one moment: how late they start, how many a second are published, whether
// TikTok's limits are kept, and what it costs. Then a plain loop makes the same calls of TikTok for as many other accounts.
// PostgreSQL, simulator (with its webhooks) and Clipdeck are processes of this machine, with the settings of the product.
// --statements lists the SQL that took longest; --profile writes a CPU profile of each process of Clipdeck. Needs Linux (/proc).
import { readFile } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Client } from 'pg'
import { z } from 'zod'
import { createHttpClient } from '../test/http-client.ts'
import { videoFile } from '../test/videos.ts'
import { cpuMs } from './bench/cpu-time.ts'
import { startFleetStage } from './bench/fleet-stage.ts'
import { percentile } from './bench/percentiles.ts'
import { publishPlainly } from './bench/plain-publisher.ts'
import { scheduleSpike } from './bench/schedule-spike.ts'
import { BENCH_MARK, forgetStatements, readStatements } from './bench/statements.ts'
import { watchMemory } from './bench/watch-memory.ts'

const LOOK_MS = 250
/** What has not moved for so long will not. */
const PATIENCE_MS = 3 * 60 * 1000
const PLAIN_CONCURRENCY = 24

const State = z.object({
  uploads: z.array(z.object({ createdAt: z.iso.datetime() })),
  posts: z.array(z.unknown()),
  calls: z.record(z.string(), z.number()),
  codes: z.record(z.string(), z.number()),
})
type Stage = Awaited<ReturnType<typeof startFleetStage>>
type Options = ReturnType<typeof readOptions>

async function main(): Promise<void> {
  const options = readOptions()
  const { publications, accounts, workers, profileDir } = options
  const machine = `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} before.`
  say(`Starting PostgreSQL, the simulator and Clipdeck with ${accounts} accounts …`)
  const profiling = profileDir && { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profileDir}` }
  await using stage = await startFleetStage({ accounts, strangers: accounts, workers, env: { ...profiling } })
  say(`Scheduling ${publications} publications …`)
  const { person, accountIds } = stage
  const dueAt = await scheduleSpike({ person, accountIds, publications })
  console.log(`\n${publications} publications due at once, ${accounts} accounts, ${workers} process(es). ${machine}\n`)
  const { uploadedMs, publishedMs, isGood } = await measure(stage, dueAt, options)

  say('\nThe plain loop …')
  const plain = await publishPlainly({
    apiUrl: stage.simulator.url,
    grants: stage.strangers,
    publications,
    video: await readFile(await videoFile()),
    concurrency: PLAIN_CONCURRENCY,
  })
  const compare = (plainMs: number, ms: number) =>
    `${took(publications, plainMs)}; Clipdeck ${Math.round((plainMs / ms) * 100)} % as fast`
  row('plain: uploaded', compare(plain.uploadedMs, uploadedMs))
  row('plain: published', compare(plain.publishedMs, publishedMs))
  if (!isGood) process.exitCode = 1
}

async function measure({ database, simulator, servers, postgres }: Stage, dueAt: Date, options: Options) {
  const { publications, statements } = options
  await pause(dueAt.getTime() - Date.now() - LOOK_MS)
  await forgetStatements(database)
  const pids = servers.map(({ pid }) => pid)
  const cpuOf = () => ({
    servers: pids.reduce((sum, pid) => sum + cpuMs(pid), 0),
    postgres: cpuMs(postgres.pid),
    simulator: cpuMs(simulator.pid),
  })
  const memories = pids.map((pid) => watchMemory(pid))
  const before = cpuOf()
  const sinceDue = (at: number) => at - dueAt.getTime()
  const uploadedMs = sinceDue(await untilNone(database, `status in ('scheduled', 'publishing')`))
  const publishedMs = sinceDue(await untilNone(database, `status in ('scheduled', 'publishing', 'processing')`))
  const after = cpuOf()
  const settledMs = sinceDue(await untilNone(database, 'next_step_at is not null'))
  for (const memory of memories) memory[Symbol.dispose]()

  const sql = await readStatements(database)
  const { uploads, posts, calls, codes } = await createHttpClient(simulator.url).call(State, 'GET', '/_simulator/state')
  const started = await readLateness(database, 'started_at')
  const arrived = uploads.map(({ createdAt }) => sinceDue(new Date(createdAt).getTime()))
  const ends = await readEnds(database)
  const refused = codes.rate_limit_exceeded ?? 0
  const each = (count: number) => (count / publications).toFixed(1)
  const cpu = (name: 'servers' | 'postgres' | 'simulator') => {
    const usedMs = after[name] - before[name]
    return `${(usedMs / 1000).toFixed(1)} s, ${(usedMs / publications).toFixed(1)} ms each, ${Math.round((usedMs / publishedMs) * 100)} % of a core`
  }
  row('start lateness', lateness(started))
  row('init at TikTok', lateness(arrived))
  row('published', lateness(await readLateness(database, 'finished_at')))
  row('uploaded', took(publications, uploadedMs))
  row('drained', took(publications, publishedMs))
  row('with post ids', took(publications, settledMs))
  row(
    'ends',
    Object.entries(ends)
      .map(([status, count]) => `${count} ${status}`)
      .join(', '),
  )
  row('posts at TikTok', String(posts.length))
  row(
    'calls of TikTok',
    Object.entries(calls)
      .map(([name, count]) => `${name} ${each(count)}`)
      .join(', '),
  )
  row('429s', String(refused))
  row('SQL statements', `${each(sql.total)} each, in ${each(sql.begins)} transactions`)
  row('RSS at most', memories.map((memory) => `${Math.round(memory.growth().peakBytes / 1e6)} MB`).join(', '))
  row('CPU, Clipdeck', cpu('servers'))
  row('CPU, PostgreSQL', cpu('postgres'))
  row('CPU, simulator', cpu('simulator'))
  const warnings = servers.flatMap(({ lines }) => lines.filter((line) => /"level":"(warn|error|fatal)"/.test(line)))
  row('log', `${warnings.length} warnings${warnings[0] ? `, the first: ${warnings[0].slice(0, 600)}` : ''}`)
  if (statements)
    for (const { calls: times, totalMs, text } of sql.heaviest)
      console.log(`  ${Math.round(totalMs)} ms in ${times}: ${text.slice(0, 200)}`)
  return {
    uploadedMs,
    publishedMs,
    isGood: refused === 0 && posts.length === publications && ends.published === publications,
  }
}

/** The moment at which no publication is in such a state any more. */
async function untilNone(database: Client, condition: string): Promise<number> {
  let [last, lastMovedAt] = [Number.NaN, performance.now()]
  for (;;) {
    const { rows } = await database.query<{ left: number }>(
      `select count(*)::int as left from publications as ${BENCH_MARK} where ${condition}`,
    )
    const left = rows[0]?.left ?? 0
    if (left === 0) return Date.now()
    if (left !== last) [last, lastMovedAt] = [left, performance.now()]
    if (performance.now() > lastMovedAt + PATIENCE_MS) throw new Error(`${left} publications do not move any more.`)
    await pause(LOOK_MS)
  }
}

async function readLateness(database: Client, column: 'started_at' | 'finished_at'): Promise<number[]> {
  const { rows } = await database.query<{ ms: number }>(
    `select extract(epoch from ${column} - publish_at)::float8 * 1000 as ms from publications as ${BENCH_MARK}
     where ${column} is not null`,
  )
  return rows.map(({ ms }) => ms)
}

async function readEnds(database: Client): Promise<Record<string, number>> {
  const { rows } = await database.query<{ status: string; count: number }>(
    `select status, count(*)::int from publications as ${BENCH_MARK} group by 1 order by 1`,
  )
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
}

function lateness(valuesMs: number[]): string {
  const at = (share: number) => `${(percentile(valuesMs, share) / 1000).toFixed(2)} s`
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, at most ${at(1)}`
}

function took(count: number, durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s, ${Math.round((count / durationMs) * 1000)} a second`
}

function row(name: string, text: string): void {
  console.log(`${name.padEnd(16)} ${text}`)
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      publications: { type: 'string', default: '1000' },
      accounts: { type: 'string', default: '1000' },
      workers: { type: 'string', default: '1' },
      statements: { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  })
  const whole = (name: 'publications' | 'accounts' | 'workers') => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name}: give a whole number from 1.`)
    return value
  }
  return {
    publications: whole('publications'),
    accounts: whole('accounts'),
    workers: whole('workers'),
    statements: values.statements,
    profileDir: values.profile,
  }
}

/** Progress goes beside the report. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

await main()
