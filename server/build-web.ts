import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Logger } from './logger.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')
const STAMP = join(ROOT, 'web', 'dist', '.built-from')

/** Builds the browser app if its sources changed since the last build: a second or two, in a process of its own. */
export async function buildWeb({ log }: { log: Logger }): Promise<void> {
  const fingerprint = await fingerprintOf(['web', 'shared', 'vite.config.ts', 'package-lock.json'])
  if ((await readFile(STAMP, 'utf8').catch(() => null)) === fingerprint) return
  const startedAt = performance.now()
  await promisify(execFile)(process.execPath, [VITE, 'build', '--logLevel', 'error'], { cwd: ROOT })
  await writeFile(STAMP, fingerprint)
  log.info({ durationMs: Math.round(performance.now() - startedAt) }, 'Built the web app')
}

async function fingerprintOf(names: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of (await Promise.all(names.map((name) => filesUnder(name)))).flat().sort())
    hash.update(path).update(await readFile(join(ROOT, path)))
  return hash.digest('hex')
}

async function filesUnder(name: string): Promise<string[]> {
  if (name.includes('.')) return [name]
  const entries = await readdir(join(ROOT, name), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .filter((path) => !path.startsWith('web/dist/'))
}
