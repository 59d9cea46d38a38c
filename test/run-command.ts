import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../bin/clipdeck.js', import.meta.url))

export type RunningCommand = ReturnType<typeof startCommand>

/** A command of the product as a process of its own. Whoever does not wait for its end kills it. */
export function startCommand(args: string[], env: Record<string, string>, onLine: (line: string) => void = () => {}) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const waiting = new Set<(line: string) => void>()
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line)
      onLine(line)
      for (const tell of waiting) tell(line)
    })
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => ({
    code,
    signal,
    text: lines.join('\n'),
  }))

  return {
    pid: child.pid ?? 0,
    /** How it ended, with everything it printed. */
    ended,
    /** Resolves when it prints a line with this text; fails when it ends without. */
    async saying(part: string): Promise<string> {
      const found = new Promise<string>((resolve) => {
        const tell = (line: string) => {
          if (line.includes(part)) resolve(line)
        }
        lines.forEach(tell)
        waiting.add(tell)
      })
      const without = ended.then(({ text }) => {
        throw new Error(`It ended without saying "${part}":\n${text}`)
      })
      return Promise.race([found, without])
    },
    kill: (signal: NodeJS.Signals = 'SIGKILL') => child.kill(signal),
  }
}
