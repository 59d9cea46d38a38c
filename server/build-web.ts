import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Logger } from './logger.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
const DIST = join(ROOT, 'web', 'dist')
const STAMP = '.built-from'

/** Builds the browser app if its sources changed since the last build: a second or two, in a process of its own. */
export async function buildWeb({ log }: { log: Logger }): Promise<void> {
  const fingerprint = await fingerprintOf(['web', 'shared', 'vite.config.ts', 'package-lock.json'])
  if ((await builtFrom()) === fingerprint) return
  const startedAt = performance.now()
  const outDir = `${DIST}-${process.pid}`
  await promisify(execFile)(process.execPath, [VITE, 'build', '--logLevel', 'error', '--outDir', outDir], { cwd: ROOT })
  await writeFile(join(outDir, STAMP), fingerprint)
  await replaceDist(outDir)
  log.info({ durationMs: Math.round(performance.now() - startedAt) }, 'Built the web app')
}

/** Several processes may start at once; each puts a whole build in place, never half of one. */
async function replaceDist(outDir: string): Promise<void> {
  const old = `${outDir}-old`
  await rename(DIST, old).catch(() => {})
  await rename(outDir, DIST).catch(() => rm(outDir, { recursive: true, force: true }))
  await rm(old, { recursive: true, force: true })
}

function builtFrom(): Promise<string | null> {
  return readFile(join(DIST, STAMP), 'utf8').catch(() => null)
}

async function fingerprintOf(names: string[]): Promise<string> {
  const hash = createHash('sha256')
  const paths = (await Promise.all(names.map((name) => filesUnder(name)))).flat().sort()
  for (const path of paths) hash.update(path).update(await readFile(join(ROOT, path)))
  return hash.digest('hex')
}

async function filesUnder(name: string): Promise<string[]> {
  if (name.includes('.')) return [name]
  const entries = await readdir(join(ROOT, name), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .filter((path) => !path.startsWith('web/dist'))
}
