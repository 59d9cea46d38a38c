// npm run bench:idle [-- --scheduled 100000] [-- --published 20000] [-- --seconds 60] [-- --requests 300]
//
// A database with many scheduled posts: what the product costs while nothing is due, how late a post starts that is
// scheduled for an odd moment, and how long GET /posts takes. PostgreSQL, simulator and Clipdeck are processes of this
// machine, with the settings of the product. Needs Linux (/proc).
import { availableParallelism, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { directTarget, videoPost } from '../test/person.ts'
import { videoFile } from '../test/videos.ts'
import { cpuMs } from './bench/cpu-time.ts'
import { startFleetStage } from './bench/fleet-stage.ts'
import { listPosts } from './bench/list-posts.ts'
import { percentile } from './bench/percentiles.ts'
import { seedPosts } from './bench/seed-posts.ts'
import { forgetStatements, readStatements } from './bench/statements.ts'

const ACCOUNTS = 1000
const DUE_POSTS = 30
/** What the start and the seeding have left to do is done by then. */
const SETTLE_MS = 20_000
const MAX_IDLE_SHARE = 0.03
const MAX_LATENESS_MS = 1000
const MAX_LISTING_MS = 50

type Stage = Awaited<ReturnType<typeof startFleetStage>>

async function main(): Promise<void> {
  const { scheduled, published, seconds, requests } = readOptions()
  const machine = `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} before.`
  say('Starting PostgreSQL, the simulator and Clipdeck …')
  await using stage = await startFleetStage({ accounts: ACCOUNTS })
  const { person, accountIds, workspaceId, database } = stage
  const media = await person.upload(await videoFile())
  say(`Making ${scheduled + published} posts …`)
  await seedPosts(database, { workspaceId, accountIds, mediaId: media.id, scheduled, published })
  console.log(`\n${scheduled} scheduled posts, ${published} published ones, ${ACCOUNTS} accounts. ${machine}\n`)

  say(`Doing nothing for ${seconds} s …`)
  await pause(SETTLE_MS)
  const idleShare = await measureIdle(stage, seconds)
  say(`${DUE_POSTS} posts at odd moments …`)
  const latenessMs = await measureLateness(stage, media)
  row('start lateness', `${spread(latenessMs)} of ${DUE_POSTS} posts`)
  say('GET /posts …')
  const listings = await listPosts(person, { accountIds, requests })
  for (const { name, items, timesMs } of listings)
    row(name, `${spread(timesMs)}, ${(items / requests).toFixed(0)} posts`)

  const slow = listings.filter(({ timesMs }) => percentile(timesMs, 0.99) > MAX_LISTING_MS).map(({ name }) => name)
  const isLate = percentile(latenessMs, 0.95) > MAX_LATENESS_MS
  const isGood = idleShare <= MAX_IDLE_SHARE && !isLate && slow.length === 0
  console.log(
    `\n${isGood ? 'Within' : 'OUT OF'} bounds: idle ${percent(idleShare)} of a core (bound ${percent(MAX_IDLE_SHARE)}); p95 of start lateness bound ${MAX_LATENESS_MS} ms; p99 of GET /posts bound ${MAX_LISTING_MS} ms${slow.length > 0 ? `, broken by: ${slow.join(', ')}` : ''}.`,
  )
  if (!isGood) process.exitCode = 1
}

/** The share of a core that Clipdeck and PostgreSQL use together. */
async function measureIdle({ servers, postgres, database }: Stage, seconds: number): Promise<number> {
  const pids = { clipdeck: servers[0]?.pid ?? 0, postgres: postgres.pid }
  await forgetStatements(database)
  const before = { clipdeck: cpuMs(pids.clipdeck), postgres: cpuMs(pids.postgres) }
  await pause(seconds * 1000)
  const clipdeck = (cpuMs(pids.clipdeck) - before.clipdeck) / (seconds * 1000)
  const ofPostgres = (cpuMs(pids.postgres) - before.postgres) / (seconds * 1000)
  const sql = await readStatements(database)
  row('idle CPU', `Clipdeck ${percent(clipdeck)}, PostgreSQL ${percent(ofPostgres)} of a core over ${seconds} s`)
  row('SQL statements', `${(sql.total / seconds).toFixed(1)} a second`)
  for (const { calls, totalMs, text } of sql.heaviest.slice(0, 5))
    console.log(`  ${totalMs.toFixed(1)} ms in ${calls}: ${text.slice(0, 160)}`)
  return clipdeck + ofPostgres
}

/** How late each of some posts starts, on accounts of their own, at moments that no timer of ours knows. */
async function measureLateness({ person, accountIds, database }: Stage, media: { id: string }): Promise<number[]> {
  const postIds: string[] = []
  for (const accountId of accountIds.slice(0, DUE_POSTS)) {
    const publishAt = new Date(Date.now() + 3000 + Math.random() * 20_000).toISOString()
    postIds.push((await person.createPost(videoPost(media, [directTarget({ id: accountId })], { publishAt }))).id)
  }
  for (;;) {
    await pause(500)
    const { rows } = await database.query<{ ms: number | null }>(
      `select extract(epoch from started_at - publish_at)::float8 * 1000 as ms from publications where post_id = any($1)`,
      [postIds],
    )
    const latenessMs = rows.flatMap(({ ms }) => (ms === null ? [] : [ms]))
    if (latenessMs.length === DUE_POSTS) return latenessMs
  }
}

function spread(timesMs: number[]): string {
  const at = (share: number) => `${percentile(timesMs, share).toFixed(0)} ms`
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, at most ${at(1)}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function row(name: string, text: string): void {
  console.log(`${name.padEnd(20)} ${text}`)
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      scheduled: { type: 'string', default: '100000' },
      published: { type: 'string', default: '20000' },
      seconds: { type: 'string', default: '60' },
      requests: { type: 'string', default: '300' },
    },
  })
  const whole = (name: keyof typeof values) => {
    const value = Number(values[name])
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name}: give a whole number from 1.`)
    return value
  }
  return {
    scheduled: whole('scheduled'),
    published: whole('published'),
    seconds: whole('seconds'),
    requests: whole('requests'),
  }
}

/** Progress goes beside the report. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

await main()
