import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** Runs curl with options as they stand in a config file (curl's -K): no secret is on its command line. */
export async function curl(config: string): Promise<string> {
  const child = spawn('curl', ['--config', '-'], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  child.stdin.end(config)
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (child.exitCode !== 0) throw new Error(`curl ended with ${child.exitCode}: ${err}`)
  return out
}

export async function requireCurl(): Promise<void> {
  try {
    await once(spawn('curl', ['--version'], { stdio: 'ignore' }), 'close')
  } catch (error) {
    throw new Error('curl is missing; it is the reference here (Debian: apt-get install curl).', { cause: error })
  }
}
