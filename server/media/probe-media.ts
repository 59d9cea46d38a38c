import { type ChildProcess, fork } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProgram } from '../processes/find-program.ts'
import { CHILD_ENVIRONMENT } from '../processes/run-command.ts'
import { type MediaProbe, ProbeAnswer } from './media-probe.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

export type { MediaProbe } from './media-probe.ts'
export { UnreadableMediaError } from './unreadable-media-error.ts'

type Options = { timeoutMs?: number; memoryMb?: number; signal?: AbortSignal }
type Ending = { answer: ProbeAnswer | null; code: number | null; complaint: string }

const PROGRAM = fileURLToPath(new URL('probe-child.ts', import.meta.url))
const JS_HEAP_MB = 64

/**
 * Finds out what a file is. FFmpeg reads it in a process of its own, which holds none of our secrets, has a limit of time and of
 * memory, and may crash. Throws UnreadableMediaError for everything that is the fault of the file.
 */
export async function probeMedia(path: string, options: Options = {}): Promise<MediaProbe> {
  const { timeoutMs = 10_000, memoryMb = 512, signal } = options
  signal?.throwIfAborted()
  if ((await stat(path)).size === 0) throw new UnreadableMediaError('The file is empty.')
  const child = await startChild(resolve(path), memoryMb)
  const timeout = AbortSignal.timeout(timeoutMs)
  const { answer, code, complaint } = await followChild(child, signal ? AbortSignal.any([signal, timeout]) : timeout)
  signal?.throwIfAborted()
  if (answer && 'probe' in answer) return answer.probe
  if (answer) throw new UnreadableMediaError(answer.problem)
  if (timeout.aborted) throw new UnreadableMediaError(`The file could not be read within ${timeoutMs / 1000} s.`)
  if (code === null) throw new UnreadableMediaError('The file is damaged: it made the program that reads it crash.')
  throw new Error(`The media reader did not start (exit status ${code}): ${complaint}`)
}

async function startChild(path: string, memoryMb: number): Promise<ChildProcess> {
  const setpriv = await findProgram('setpriv')
  const node = [process.execPath, `--max-old-space-size=${JS_HEAP_MB}`]
  // The kernel ends the child with us, also when we are killed.
  const [execPath = process.execPath, ...execArgv] = setpriv ? [setpriv, '--pdeathsig', 'SIGKILL', ...node] : node
  const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const
  return fork(PROGRAM, [path, String(memoryMb)], { execPath, execArgv, env: CHILD_ENVIRONMENT, stdio: [...stdio] })
}

async function followChild(child: ChildProcess, signal: AbortSignal): Promise<Ending> {
  const kill = () => child.kill('SIGKILL')
  signal.addEventListener('abort', kill)
  try {
    return await new Promise((resolve, reject) => {
      let answer: ProbeAnswer | null = null
      let complaint = ''
      child.stderr?.on('data', (chunk: Buffer) => {
        complaint = (complaint + chunk.toString()).slice(-2000)
      })
      child.once('message', (message) => {
        answer = ProbeAnswer.parse(message)
      })
      child.once('error', reject)
      child.once('close', (code) => resolve({ answer, code, complaint }))
    })
  } finally {
    signal.removeEventListener('abort', kill)
  }
}
