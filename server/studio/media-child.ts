import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { findProgram } from '../processes/find-program.ts'
import { CHILD_ENVIRONMENT } from '../processes/run-command.ts'
import type { RemoteFile } from './media-source.ts'
import { ReadWish, sendBytes } from './send-bytes.ts'
import { DiskFullError, MediaTimeoutError, UnreadableMediaError } from './unreadable-media-error.ts'

export type ChildLimits = { timeoutMs?: number; memoryMb?: number; signal?: AbortSignal }
export type MediaProgram<Result> = {
  program: URL
  args: readonly string[]
  result: z.ZodType<Result>
  /** Told how far the program says it is, from 0 to 1. */
  onProgress?: (progress: number) => void
  /** The file it works on, where that does not lie on this machine. */
  remote?: RemoteFile
}
type Ending = { message: unknown; hasBegun: boolean; code: number | null; complaint: string }

const JS_HEAP_MB = 64
/** Compiled once, our programs start in half the time. What may change this folder may change the programs themselves. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/clipdeck', import.meta.url))
const Problem = z.object({ problem: z.string(), isDiskFull: z.boolean() })
/** Ours, before it looked into any file. */
const Mistake = z.object({ mistake: z.string() })
const Progress = z.object({ progress: z.number() })

/**
 * Asks one of our programs that read or make a media file. It runs in a process of its own, which holds none of our secrets, has
 * a limit of time and of memory, and may crash. Throws UnreadableMediaError for everything that is the fault of the file,
 * and DiskFullError where the disk has no room for what is written.
 */
export async function askMediaChild<Result>(
  { program, args, result, ...listener }: MediaProgram<Result>,
  { timeoutMs = 10_000, memoryMb = 512, signal }: ChildLimits = {},
): Promise<Result> {
  signal?.throwIfAborted()
  const child = await startChild(program, [String(memoryMb), ...args])
  const timeout = AbortSignal.timeout(timeoutMs)
  const ending = signal ? AbortSignal.any([signal, timeout]) : timeout
  const { message, hasBegun, code, complaint } = await followChild(child, ending, listener)
  signal?.throwIfAborted()
  if (message !== undefined) {
    const { data } = z.union([z.object({ result }), Mistake, Problem]).safeParse(message)
    if (data && 'result' in data) return data.result
    if (data && 'mistake' in data) throw new Error(data.mistake)
    if (data?.isDiskFull) throw new DiskFullError(data.problem)
    throw new UnreadableMediaError(data?.problem ?? 'The file is damaged: what its reader found makes no sense.')
  }
  if (timeout.aborted) throw new MediaTimeoutError(timeoutMs)
  if (code === null || hasBegun)
    throw new UnreadableMediaError(
      `The file is damaged: its reader crashed, or needed more than the ${memoryMb} MB of memory that it may take.`,
    )
  throw new Error(`The media reader did not start (exit status ${code}): ${complaint}`)
}

async function startChild(program: URL, args: string[]): Promise<ChildProcess> {
  const setpriv = await findProgram('setpriv')
  const node = [process.execPath, `--max-old-space-size=${JS_HEAP_MB}`]
  // The kernel ends the child with us, also when we are killed, and lets no program give it more rights than it has.
  const [execPath = process.execPath, ...execArgv] = setpriv
    ? [setpriv, '--no-new-privs', '--pdeathsig', 'SIGKILL', ...node]
    : node
  const env = { ...CHILD_ENVIRONMENT, NODE_COMPILE_CACHE: COMPILED }
  const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const
  return fork(program, args, { execPath, execArgv, env, stdio: [...stdio] })
}

async function followChild(
  child: ChildProcess,
  signal: AbortSignal,
  { onProgress, remote }: Pick<MediaProgram<unknown>, 'onProgress' | 'remote'>,
): Promise<Ending> {
  const kill = () => child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  if (signal.aborted) kill()
  try {
    return await new Promise((resolve, reject) => {
      let message: unknown
      let hasBegun = false
      let complaint = ''
      child.stderr?.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString()).slice(-2000)
      })
      child.on('message', (received) => {
        const step = Progress.safeParse(received)
        const wish = ReadWish.safeParse(received)
        hasBegun = true
        if (step.success) onProgress?.(step.data.progress)
        else if (remote && wish.success) sendBytes(child, remote, wish.data).catch(reject)
        else message = received
      })
      child.once('error', reject)
      child.once('close', (code) => resolve({ message, hasBegun, code, complaint }))
    })
  } finally {
    signal.removeEventListener('abort', kill)
    kill()
  }
}
