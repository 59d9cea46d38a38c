import { readdir, readFile, readlink, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { PostgresLogger } from './postgres-process.ts'

const POLL_MS = 20
const STEPS: readonly { signal: NodeJS.Signals; waitMs: number }[] = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
]

/** Ends PostgreSQL processes that an earlier, killed Clipdeck left on this cluster. Call it only while holding the lock. */
export async function stopOrphans(clusterDir: string, logger: PostgresLogger): Promise<void> {
  const cluster = await realpath(clusterDir)
  for (const { signal, waitMs } of STEPS) {
    const pids = await findPostgresOf(cluster)
    if (pids.length === 0) return
    logger.warn({ pids, signal }, 'stopping the PostgreSQL that a killed Clipdeck left running')
    for (const pid of await withoutChildren(pids)) send(pid, signal)
    if (await allGone(cluster, waitMs)) return
  }
  throw new EmbeddedPostgresError(
    `An earlier PostgreSQL still runs on ${cluster} and does not end.`,
    'Restart the machine or end the process by hand.',
  )
}

// Every PostgreSQL process, the postmaster and its children alike, works inside the folder of its cluster.
async function findPostgresOf(cluster: string): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    names.map(async (name) => ((await isPostgresOf(cluster, name)) ? [Number(name)] : [])),
  )
  return found.flat()
}

async function isPostgresOf(cluster: string, pid: string): Promise<boolean> {
  const [folder, program] = await Promise.all(
    ['cwd', 'exe'].map((link) => readlink(`/proc/${pid}/${link}`).catch(() => '')),
  )
  return folder === cluster && basename(program ?? '').startsWith('postgres')
}

async function withoutChildren(pids: readonly number[]): Promise<number[]> {
  const parents = await Promise.all(pids.map(parentOf))
  return pids.filter((_, index) => !pids.includes(parents[index] ?? 0))
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function allGone(cluster: string, waitMs: number): Promise<boolean> {
  const deadline = performance.now() + waitMs
  while (performance.now() < deadline) {
    if ((await findPostgresOf(cluster)).length === 0) return true
    await wait(POLL_MS)
  }
  return false
}
