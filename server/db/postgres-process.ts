import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { findProgram } from '../processes/find-program.ts'
import { CHILD_ENVIRONMENT, type Command } from '../processes/run-command.ts'
import type { PostgresBinaries } from './postgres-binaries.ts'
import type { PostgresCluster } from './postgres-cluster.ts'
import type { PostgresRunner } from './postgres-runner.ts'

export type PostgresLogger = Record<'info' | 'warn' | 'error', (details: object, message: string) => void>
export type PostgresExit = { code: number | null; signal: NodeJS.Signals | null }
export type PostgresProcess = { pid: number; exited: Promise<PostgresExit>; stop(): Promise<void> }
export type PostgresStart =
  | { isReady: true; process: PostgresProcess }
  | { isReady: false; output: readonly string[]; cause?: unknown }

type Request = {
  cluster: PostgresCluster
  binaries: PostgresBinaries
  runner: PostgresRunner
  port: number
  settings: Readonly<Record<string, string>>
  logger: PostgresLogger
}

const SHUTDOWN_STEPS: readonly { signal: NodeJS.Signals; waitMs: number }[] = [
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
]
const KEPT_LINES = 30

/** Starts PostgreSQL and waits until it takes connections or has given up. Recovery after a crash takes as long as it takes. */
export async function launchPostgres(request: Request): Promise<PostgresStart> {
  const { program, args, ...identity } = await lockedCommand(request)
  // A process group of its own: the Ctrl-C of the terminal is for us, and we stop the database last.
  const stdio = ['ignore', 'ignore', 'pipe'] as const
  const child = spawn(program, args, {
    ...identity,
    env: CHILD_ENVIRONMENT,
    cwd: '/',
    detached: true,
    stdio: [...stdio],
  })
  const exited = new Promise<PostgresExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: null, signal: null }))
  })
  const failed = new Promise<Error>((resolve) => child.once('error', resolve))
  const log = followLog(child.stderr, request.logger)
  const outcome = await Promise.race([log.ready, log.ended, failed])
  if (outcome === 'ready' && child.pid) {
    return { isReady: true, process: { pid: child.pid, exited, stop: () => stopProcess(child, exited) } }
  }
  await exited
  return { isReady: false, output: log.lines, ...(outcome instanceof Error ? { cause: outcome } : {}) }
}

// The postmaster and all its children inherit the lock on the file, so no second one starts while any of them lives, not even
// in another container. Holding it, a postmaster.pid is proved stale, whoever has that pid by now.
async function lockedCommand(request: Request): Promise<Command> {
  const { cluster, runner } = request
  const command = runner.wrap(join(request.binaries.binDir, 'postgres'), postgresArguments(request))
  const flock = await findProgram('flock')
  if (!flock || !(await findProgram('sh'))) return command
  const removeStale = [join(cluster.clusterDir, 'postmaster.pid'), command.program, ...command.args]
  const script = 'rm -f "$1" && shift && exec "$@"'
  return {
    ...command,
    program: flock,
    args: ['--nonblock', '--no-fork', join(cluster.home, 'lock'), '/bin/sh', '-c', script, 'sh', ...removeStale],
  }
}

function postgresArguments({ cluster, port, settings }: Request): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    huge_pages: 'off',
    // Containers have 64 MB of /dev/shm, and our queries are small: no parallel workers.
    max_parallel_workers_per_gather: '0',
    wal_level: 'minimal',
    max_wal_senders: '0',
    // The ledger of what was sent to TikTok must survive a power cut.
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    log_checkpoints: 'off',
    // Statements and details hold values of rows, which have no place in a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...settings,
  }
  return ['-D', cluster.clusterDir, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

function followLog(stderr: Readable, logger: PostgresLogger) {
  const lines: string[] = []
  const reader = createInterface({ input: stderr })
  const ready = new Promise<'ready'>((resolve) => {
    reader.on('line', (line) => {
      if (lines.push(line) > KEPT_LINES) lines.shift()
      const isProblem = /^(WARNING|ERROR|FATAL|PANIC):/.test(line)
      logger[isProblem ? 'warn' : 'info']({ source: 'postgres' }, line)
      if (line.endsWith('database system is ready to accept connections')) resolve('ready')
    })
  })
  const ended = new Promise<'ended'>((resolve) => {
    reader.once('close', () => resolve('ended'))
  })
  return { lines, ready, ended }
}

async function stopProcess(child: ChildProcess, exited: Promise<PostgresExit>): Promise<void> {
  for (const { signal, waitMs } of SHUTDOWN_STEPS) {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    const patience = AbortSignal.timeout(waitMs)
    await Promise.race([exited, once(patience, 'abort')])
  }
}
