// npm run bench:rotate [-- --accounts 10000]   (2000 or more: fewer are done before anybody could interrupt it)
//
// Seals the tokens of many accounts anew while posts are published and tokens refreshed: by a run of `keys rotate` that is
// killed half-way, and by one that goes on. Real processes on an embedded PostgreSQL; the simulator runs in this process.
// Fails when a publication fails, is made twice, or anything is left under the old key.
import { randomBytes } from 'node:crypto'
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { createVault } from '#server/vault/vault.ts'
import { connectToEmbedded } from '../test/embedded-client.ts'
import { seedAccounts } from '../test/seed-accounts.ts'
import { videoFile } from '../test/videos.ts'
import { createWorld } from '../test/world.ts'
import { countByKeyId } from './bench/count-by-key-id.ts'
import { keepPublishing } from './bench/keep-publishing.ts'

const CREATORS = 20

async function main(): Promise<void> {
  const accounts = readAccounts()
  const [first, second] = [newKey('k1'), newKey('k2')]
  const both = { ENCRYPTION_KEYS: `${second.entry},${first.entry}` }
  await using world = await createWorld()
  say(
    `${accounts} accounts. Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}.`,
  )

  const old = await world.start('all', { ENCRYPTION_KEYS: first.entry })
  const person = await world.signUp()
  const usual = world.simulator.state.creators.values().filter(({ settings }) => !settings.isPrivate)
  const connected = []
  for (const { username } of [...usual].slice(0, CREATORS)) connected.push(await person.connect(username))
  const media = await person.upload(await videoFile())
  {
    await using database = await connectToEmbedded(world.dataDir)
    await seedAccounts(database.client, { count: accounts, vault: createVault([first]) })
  }
  await old.end()

  await using _server = await world.start('all', both)
  await using database = await connectToEmbedded(world.dataDir)
  const publishing = keepPublishing({ person, accounts: connected, media, simulator: world.simulator })
  await publishing.begun
  const startedAt = performance.now()
  const killed = world.run(['keys', 'rotate'], both)
  await killed.saying(`accounts.sealed_refresh_token: `)
  killed.kill('SIGKILL')
  await killed.ended
  const killedMs = performance.now() - startedAt
  say(`\nKilled (SIGKILL) after ${seconds(killedMs)}. Now under each key:`)
  const halfWay = await countByKeyId(database.client)
  say(table(halfWay))

  const resumedAt = performance.now()
  const { code, text } = await world.run(['keys', 'rotate'], both).ended
  const resumedMs = performance.now() - resumedAt
  say(`\nThe second run:\n${text.replaceAll(/^\{.*\n?/gm, '')}`)
  const published = await publishing.stop()
  const left = await countByKeyId(database.client)
  say(`\nAfterwards:\n${table(left)}`)
  const doctorAt = performance.now()
  const doctor = await world.run(['doctor'], both).ended
  say(
    `\nThe doctor, in ${seconds(performance.now() - doctorAt)}:\n${doctor.text.replaceAll(/^(?!ok +key|warn|error).*\n?/gm, '')}`,
  )

  const isClean = left.every(({ keyId }) => keyId === 'k2')
  const wasHalfWay = halfWay.some(({ keyId }) => keyId === 'k1')
  const isGood =
    code === 0 && isClean && wasHalfWay && published.notPublished === 0 && published.postsAtTikTok === published.made
  say(
    [
      `\n${isGood ? 'Good' : 'NOT GOOD'}: both runs ${seconds(killedMs + resumedMs)} from start of the process to its end;`,
      `meanwhile ${published.made} publications, ${published.notPublished} of them not published,`,
      `${published.postsAtTikTok} posts at TikTok; ${published.refreshes} tokens refreshed, ${published.failedRefreshes} failed.`,
    ].join(' '),
  )
  if (!isGood) process.exitCode = 1
}

function readAccounts(): number {
  const { values } = parseArgs({ options: { accounts: { type: 'string', default: '10000' } } })
  const accounts = Number(values.accounts)
  if (!Number.isInteger(accounts) || accounts < 2000) throw new Error('--accounts: give a whole number from 2000.')
  return accounts
}

function newKey(id: string) {
  const bytes = randomBytes(32)
  return { id, bytes, entry: `${id}:${bytes.toString('base64')}` }
}

function table(counts: { name: string; keyId: string; count: number }[]): string {
  return counts.map(({ name, keyId, count }) => `  ${name.padEnd(34)} ${keyId} ${count}`).join('\n')
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await main()
