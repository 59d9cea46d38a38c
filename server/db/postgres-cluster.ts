import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runCommand } from '../processes/run-command.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { explainPostgresFailure } from './explain-postgres-failure.ts'
import { giveTo } from './give-to.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import type { PostgresRunner } from './postgres-runner.ts'

/** Name of the superuser and of the database. */
const POSTGRES_NAME = 'clipdeck'

/** `home` holds everything of the database: the cluster, its password, the last port, the lock. */
export type PostgresCluster = { home: string; clusterDir: string; password: string }
type Request = { dataDir: string; binaries: PostgresBinaries; runner: PostgresRunner }

/** Where the server of this cluster is reached. */
export function clusterUrl(password: string, port: number | string): string {
  return `postgres://${POSTGRES_NAME}:${password}@127.0.0.1:${port}/${POSTGRES_NAME}`
}

export function postgresHome(dataDir: string): string {
  return join(dataDir, 'postgres')
}

/** Opens the cluster under `dataDir`; makes it first where there is none. */
export async function preparePostgresCluster({ dataDir, binaries, runner }: Request): Promise<PostgresCluster> {
  const home = postgresHome(dataDir)
  await removeUnfinished(home)
  const existing = await stat(home).catch(() => null)
  if (!existing) await createCluster({ dataDir, binaries, runner })
  else if (runner.owner && existing.uid !== runner.owner.uid) await giveTo(runner, dataDir, home)
  return openCluster(home, binaries)
}

async function openCluster(home: string, { majorVersion }: PostgresBinaries): Promise<PostgresCluster> {
  const clusterDir = join(home, 'cluster')
  const read = (path: string) =>
    readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause
      throw new EmbeddedPostgresError(
        `The database under ${home} lacks ${path}.`,
        'Restore a backup (clipdeck restore).',
        {
          cause,
        },
      )
    })
  const version = (await read(join(clusterDir, 'PG_VERSION'))).trim()
  if (version !== majorVersion) {
    throw new EmbeddedPostgresError(
      `The database under ${home} was made by PostgreSQL ${version}, and this Clipdeck brings PostgreSQL ${majorVersion}.`,
      'Make a backup with the Clipdeck that made it (clipdeck backup) and restore it with this one (clipdeck restore).',
    )
  }
  return { home, clusterDir, password: (await read(join(home, 'password'))).trim() }
}

// Built aside and renamed when complete: a kill half-way leaves a folder that the next start sweeps away.
async function createCluster({ dataDir, binaries, runner }: Request): Promise<void> {
  const home = postgresHome(dataDir)
  const fresh = `${home}.new-${randomBytes(4).toString('hex')}`
  await mkdir(fresh, { mode: 0o700 })
  try {
    await writeDurably(join(fresh, 'password'), randomBytes(24).toString('base64url'))
    await giveTo(runner, dataDir, fresh)
    await initdb({ dataDir, binaries, runner }, fresh)
    await rename(fresh, home)
    await syncFolder(dirname(home))
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw error
  }
}

async function initdb({ dataDir, binaries, runner }: Request, folder: string): Promise<void> {
  const { succeeded, output } = await runCommand(
    runner.wrap(join(binaries.binDir, 'initdb'), [
      `--pgdata=${join(folder, 'cluster')}`,
      `--username=${POSTGRES_NAME}`,
      `--pwfile=${join(folder, 'password')}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The collation is PostgreSQL's own: no locale of the system is needed, and none can change under our indexes.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--data-checksums',
    ]),
  )
  if (!succeeded) throw explainPostgresFailure({ doing: 'Creating the embedded database', dataDir, output })
}

async function removeUnfinished(home: string): Promise<void> {
  const names = await readdir(dirname(home))
  const unfinished = names.filter((name) => /^postgres(-binaries-[\d-]+)?\.new-[0-9a-f]+$/.test(name))
  await Promise.all(
    unfinished.map((name) => rm(join(dirname(home), name), { recursive: true, force: true, maxRetries: 5 })),
  )
}

async function writeDurably(path: string, content: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(content)
  await file.sync()
}

async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path)
  await folder.sync()
}
