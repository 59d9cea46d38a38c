import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createCreators, openIdOf } from '#simulator/creators.ts'
import type { Creator, Grant, Token } from '#simulator/entities.ts'

const COMMAND = fileURLToPath(new URL('../../bin/clipdeck.js', import.meta.url))
const DAY_MS = 24 * 60 * 60 * 1000
const SCOPES = ['user.info.basic', 'user.info.profile', 'video.list', 'video.publish', 'video.upload']

export type SeededGrant = {
  openId: string
  username: string
  accessToken: string
  refreshToken: string
  scopes: string[]
}

/** Writes the journal of a simulator with `count` creators more, all of whom have connected their accounts. */
export async function seedGrants(dataDir: string, clientKey: string, count: number): Promise<SeededGrant[]> {
  const [usual] = createCreators()
  if (!usual) throw new Error('The simulator has no creators.')
  const grants = Array.from({ length: count }, (_, index) => grantOf({ ...usual, ...nameOf(index) }, clientKey))
  const lines = grants.flatMap(({ creator, grant, access, refresh }) => [
    { kind: 'creator', key: creator.creatorId, value: creator },
    { kind: 'grant', key: grant.openId, value: grant },
    { kind: 'access-token', key: access.token, value: access },
    { kind: 'refresh-token', key: refresh.token, value: refresh },
  ])
  await mkdir(dataDir, { recursive: true })
  await writeFile(join(dataDir, 'journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return grants.map(({ creator: { username }, grant: { openId }, access, refresh }) => ({
    openId,
    username,
    accessToken: access.token,
    refreshToken: refresh.token,
    scopes: SCOPES,
  }))
}

function nameOf(index: number) {
  return { creatorId: `bench-${index}`, username: `bench.${index}`, nickname: `Bench ${index}` }
}

function grantOf(creator: Creator, clientKey: string) {
  const { creatorId } = creator
  const grant: Grant = { openId: openIdOf(clientKey, creatorId), clientKey, creatorId, scopes: SCOPES }
  const token = (kind: string, days: number): Token => ({
    ...grant,
    token: `${kind}.bench-${crypto.randomUUID()}`,
    expiresAtMs: Date.now() + days * DAY_MS,
  })
  return { creator, grant, access: token('act', 1), refresh: token('rft', 180) }
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
