import { spawn } from 'node:child_process'

export type Command = { program: string; args: readonly string[]; uid?: number; gid?: number }
export type CommandResult = { succeeded: boolean; output: string[] }

// Children get nothing of our own environment: it holds secrets, and PG* variables would change what they do.
export const CHILD_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' }

/** Runs a short command to its end. A program that cannot be started at all is a result too, not an exception. */
export function runCommand({ program, args, ...identity }: Command): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...identity, env: CHILD_ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    const collect = (chunk: Buffer) => {
      text += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (error) => resolve({ succeeded: false, output: [error.message] }))
    child.once('close', (code) => resolve({ succeeded: code === 0, output: text.split('\n').filter(Boolean) }))
  })
}
