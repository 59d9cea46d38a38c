import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startSimulator } from './test-client.ts'
import { makeMovie } from './test-movie.ts'
import { fetchStatus, initFile, putChunk, readInit } from './test-uploads.ts'

const CHUNK = 5_242_880
const movie = makeMovie({ sizeBytes: 2 * CHUNK })

function makeDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'simulator-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

test('tokens, an upload half done and posts are there after a restart', async () => {
  const dataDir = makeDataDir()
  const before = await startSimulator({ dataDir })
  const { accessToken, refreshToken } = await before.connect('mara.bakes')
  const init = await initFile(before, accessToken, { videoSize: movie.length, chunkSize: CHUNK, chunkCount: 2 })
  const { publishId, uploadUrl } = readInit(init)
  await putChunk(before, uploadUrl, movie.subarray(0, CHUNK), { totalBytes: movie.length })
  before.simulator.changeCreator('mara.bakes', { isPrivate: true })
  await before[Symbol.asyncDispose]()
  appendFileSync(join(dataDir, 'journal.jsonl'), '{"kind":"task","key":"cut off')
  appendFileSync(join(dataDir, 'media', publishId.replaceAll(/\W/g, '-')), 'bytes of a chunk that a kill cut off')

  await using after = await startSimulator({ dataDir })
  expect((await fetchStatus(after, accessToken, publishId)).body).toMatchObject({ data: { uploaded_bytes: CHUNK } })
  const { pathname, search } = new URL(uploadUrl)
  const last = await putChunk(after, pathname + search, movie.subarray(CHUNK), {
    firstByte: CHUNK,
    totalBytes: movie.length,
  })
  expect(last.status).toBe(201)
  await after.advance(60_000)
  expect(after.simulator.snapshot().posts[0]?.sha256).toBe(createHash('sha256').update(movie).digest('hex'))
  expect((await after.refresh(refreshToken)).status).toBe(200)
  expect((await initFile(after, accessToken, { videoSize: 1000 })).body).toMatchObject({
    error: { code: 'privacy_level_option_mismatch' },
  })
})

test('what was in processing when it went down is posted when it is back', async () => {
  const dataDir = makeDataDir()
  const small = makeMovie()
  const before = await startSimulator({ dataDir })
  const { accessToken } = await before.connect('mara.bakes')
  await putChunk(before, readInit(await initFile(before, accessToken, { videoSize: small.length })).uploadUrl, small)
  await before[Symbol.asyncDispose]()
  await using after = await startSimulator({ dataDir })
  await after.advance(60_000)
  expect(after.simulator.snapshot().posts).toMatchObject([{ username: 'mara.bakes', public: true }])
})

/** A process takes its time to start on a busy machine. */
const PROCESS_TIMEOUT = { timeout: 60_000 }

const Ready = z.object({ ready: z.literal(true), url: z.string() })

function forkMain(environment: Record<string, string>) {
  return fork(new URL('./main.ts', import.meta.url), { env: { ...process.env, ...environment }, stdio: 'pipe' })
}

test('as a process of its own it says when it is ready, and survives kill -9', PROCESS_TIMEOUT, async () => {
  const environment = { SIMULATOR_PORT: '0', SIMULATOR_DATA_DIR: makeDataDir() }
  const first = forkMain(environment)
  const { url } = Ready.parse((await once(first, 'message'))[0])
  const changed = await fetch(`${url}/_simulator/creators/mara.bakes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"isBanned":true}',
  })
  expect(changed.status).toBe(200)
  first.kill('SIGKILL')
  await once(first, 'exit')

  const second = forkMain(environment)
  const again = Ready.parse((await once(second, 'message'))[0])
  expect(await (await fetch(`${again.url}/@mara.bakes`)).text()).toContain('banned from posting')
  second.kill('SIGTERM')
  expect(await once(second, 'exit')).toEqual([0, null])
})

test('it ends by itself when its parent is gone', PROCESS_TIMEOUT, async () => {
  const child = forkMain({ SIMULATOR_PORT: '0' })
  await once(child, 'message')
  child.disconnect()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('every mistake in the environment is in one message, and the exit status is 78', PROCESS_TIMEOUT, async () => {
  const child = forkMain({ SIMULATOR_PORT: 'many', SIMULATOR_REDIRECT_URIS: 'http://app.example.com/callback' })
  let message = ''
  child.stderr?.on('data', (piece) => {
    message += String(piece)
  })
  expect(await once(child, 'close')).toEqual([78, null])
  expect(message).toContain('SIMULATOR_PORT')
  expect(message).toContain('http://app.example.com/callback is not https')
})
