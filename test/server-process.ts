import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../bin/clipdeck.js', import.meta.url))

export type ServerProcess = Awaited<ReturnType<typeof startServerProcess>>

/** The product as a process of its own, as `npm start` runs it. Resolves when it says that it is ready. */
export async function startServerProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, [COMMAND, 'start'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const exited = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => ({ code, signal }))
  await isReady(child, lines, exited)

  return {
    pid: child.pid ?? 0,
    lines,
    exited,
    /** Ends it and waits until it has ended. */
    async end(signal: NodeJS.Signals = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return exited
    },
    async [Symbol.asyncDispose]() {
      await this.end()
    },
  }
}

async function isReady(child: ChildProcess, lines: string[], exited: Promise<unknown>): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      if (stream)
        createInterface(stream).on('line', (line) => {
          lines.push(line)
          if (line.includes('"Clipdeck is ready"')) resolve()
        })
  })
  const ended = exited.then((how) => {
    throw new Error(`The server ended before it was ready (${JSON.stringify(how)}):\n${lines.join('\n')}`)
  })
  await Promise.race([ready, ended])
}
