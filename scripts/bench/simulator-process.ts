import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { openIdOf } from '#simulator/creators.ts'
import type { Token } from '#simulator/entities.ts'

const COMMAND = fileURLToPath(new URL('../../bin/clipdeck.js', import.meta.url))
const DAY_MS = 24 * 60 * 60 * 1000
const SCOPES = ['user.info.basic', 'user.info.profile', 'video.list', 'video.publish', 'video.upload']

export type SeededGrant = { openId: string; refreshToken: string; scopes: string[] }

/** Writes the journal of a simulator that has granted refresh tokens to `count` creators. */
export async function seedGrants(dataDir: string, clientKey: string, count: number): Promise<SeededGrant[]> {
  const tokens = Array.from({ length: count }, (_, index): Token => {
    const creatorId = `bench-${index}`
    return {
      token: `rft.bench-${crypto.randomUUID()}`,
      clientKey,
      creatorId,
      openId: openIdOf(clientKey, creatorId),
      scopes: SCOPES,
      expiresAtMs: Date.now() + 180 * DAY_MS,
    }
  })
  const lines = tokens.map((value) => `${JSON.stringify({ kind: 'refresh-token', key: value.token, value })}\n`)
  await mkdir(dataDir, { recursive: true })
  await writeFile(join(dataDir, 'journal.jsonl'), lines.join(''))
  return tokens.map(({ openId, token, scopes }) => ({ openId, refreshToken: token, scopes }))
}

/** The simulator as a process of its own. */
export async function startSimulator(env: Record<string, string>) {
  const child = spawn(process.execPath, [COMMAND, 'simulator'], {
    env: { PATH: process.env.PATH, SIMULATOR_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([first]) => [String(first)]),
    exited.then(() => Promise.reject(new Error('The simulator ended before it was ready.'))),
  ])
  return {
    url: (line ?? '').replace(/^.*: /, ''),
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill()
      await exited
    },
  }
}
