import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkMediaUrl } from '#server/doctor/check-media-url.ts'
import { publicUrl } from '#server/media/public-url.ts'
import { Secret } from '#server/vault/secret.ts'
import type { Media } from '#shared/api/media.ts'
import { type Stage, startStage } from '../stage.ts'
import { videoFile } from '../videos.ts'

const HOUR_MS = 60 * 60 * 1000

let stage: Stage
let media: Media
let bytes: Buffer

beforeAll(async () => {
  stage = await startStage()
  media = await stage.video()
  bytes = await readFile(await videoFile())
})
afterAll(() => stage[Symbol.asyncDispose]())

const fileOf = ({ id }: Media) => ({ mediaId: id, name: 'video.mp4' })
const freshUrl = () => new URL(publicUrl(stage.ctx, fileOf(media)).reveal())

async function read(url: URL, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(url, { method, headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

/** A path as it is, which `fetch` would clean up before it sends it. */
async function readRaw(path: string): Promise<{ status: number | undefined; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>()
  const { hostname, port } = new URL(stage.url)
  const outgoing = request({ hostname, port, path, agent: false }, (response) => {
    text(response).then((body) => resolve({ status: response.statusCode, body }), reject)
  })
  outgoing.on('error', reject).end()
  return promise
}

test('whoever has the URL reads the whole file, without a sign-in, a cookie or a copy on the way', async () => {
  const whole = await read(freshUrl())
  expect(whole.status).toBe(200)
  expect(whole.bytes.equals(bytes)).toBe(true)
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': String(bytes.length),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
  })
  expect(whole.headers.getSetCookie()).toEqual([])
  expect(whole.headers.get('content-disposition')).toBeNull()
})

test('a HEAD tells length and type, and a range is that part', async () => {
  const url = freshUrl()
  const head = await read(url, { range: 'bytes=0-0' }, 'HEAD')
  expect(head).toMatchObject({ status: 200, bytes: Buffer.alloc(0) })
  expect(head.headers.get('content-length')).toBe(String(bytes.length))

  const part = await read(url, { range: 'bytes=100-299' })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 100-299/${bytes.length}`)
  expect(part.bytes.equals(bytes.subarray(100, 300))).toBe(true)
  expect((await read(url, { range: 'bytes=-50' })).bytes.equals(bytes.subarray(-50))).toBe(true)
  expect((await read(url, { range: `bytes=${bytes.length}-` })).status).toBe(416)

  const etag = part.headers.get('etag') ?? ''
  expect((await read(url, { range: 'bytes=1-2', 'if-range': etag })).status).toBe(206)
  expect((await read(url, { range: 'bytes=1-2', 'if-range': '"another"' })).bytes).toHaveLength(bytes.length)
})

test('a URL that has ended, was altered, came from elsewhere or names another file leads nowhere', async () => {
  const other = await stage.ada.upload(await videoFile({ sizeBytes: 5_300_000 }), 'other.mp4')
  const url = freshUrl()
  const [, , , token = '', name = ''] = url.pathname.split('/')
  const [id, endsAtS, signature] = token.split('.')
  const foreign = { ...stage.ctx, secrets: { sessionSecret: new Secret('the secret of another installation') } }
  const paths = [
    `${token}/image.jpg`,
    `${token}/VIDEO.MP4`,
    `${token}/${name}x`,
    `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}/${name}`,
    `${id}.${Number(endsAtS) + 3600}.${signature}/${name}`,
    `${other.id}.${endsAtS}.${signature}/${name}`,
    publicUrl(foreign, fileOf(media)).reveal().split('/public/')[1],
    `${'x'.repeat(5000)}/${name}`,
  ]
  for (const path of paths) {
    const reply = await read(new URL(`/media/public/${path}`, stage.url))
    expect({ path, status: reply.status }).toEqual({ path, status: 404 })
    expect(reply.bytes.toString()).not.toContain(token)
  }
  const deleted = new URL(publicUrl(stage.ctx, fileOf(other)).reveal())
  expect((await read(deleted, {}, 'HEAD')).status).toBe(200)
  await stage.ada.send('DELETE', `/api/v1/media/${other.id}`)
  expect((await read(deleted)).status).toBe(404)
  stage.clock.advance(3 * HOUR_MS)
  expect((await read(url)).status).toBe(404)
})

test('nothing else can be read below that path, whatever the path looks like', async () => {
  const { pathname } = freshUrl()
  const { rows } = await stage.ctx.pool.query<{ key: string }>('select storage_key as key from media limit 1')
  const key = rows[0]?.key ?? ''
  const tricks = [
    '/media/public',
    '/media/public/',
    '/media/public/index.html',
    `/media/public/${media.id}`,
    `/media/public/${media.id}/video.mp4`,
    `/media/public/${key}`,
    `/media/public/../../${key}`,
    `/media/public/%2e%2e%2f${encodeURIComponent(key)}/video.mp4`,
    `${pathname}/..`,
    `${pathname}/../../../../etc/passwd`,
    `${pathname}%00`,
    `${pathname}%2f..%2f..`,
    `${pathname}/`,
    `/media/public//${pathname.split('/').slice(3).join('/')}`,
    pathname.replace('/media/public/', '/media/public/%2e/'),
  ]
  for (const path of tricks) {
    const { status, body } = await readRaw(path)
    expect({ path, status, hasFile: body.includes('ftyp') }).toEqual({ path, status: 404, hasFile: false })
    expect(JSON.parse(body)).toMatchObject({ code: 'not_found' })
  }
  expect((await readRaw(`${pathname}?range=all`)).status).toBe(200)
  expect((await read(freshUrl(), {}, 'DELETE')).status).toBe(404)
})

test('many pulls at once are not turned away', async () => {
  const url = freshUrl()
  const replies = await Promise.all(Array.from({ length: 200 }, () => read(url, { range: 'bytes=0-9' })))
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([206]))
})

test('no URL that was asked for stands in the log', async () => {
  const [, , , token = ''] = freshUrl().pathname.split('/')
  await read(freshUrl())
  await read(new URL(`/media/public/${token}/other.mp4`, stage.url))
  const log = stage.logLines.join('\n')
  expect(log).toContain('/media/public/:token/:name')
  expect(log).not.toContain(token.split('.')[2])
})

test('the doctor says whether the place that TikTok pulls from leads to Clipdeck', async () => {
  const byUrl = { ...stage.ctx.config, tiktok: { ...stage.ctx.config.tiktok, transfer: 'url' as const } }
  expect(await checkMediaUrl(byUrl)).toMatchObject([{ level: 'ok' }])
  const elsewhere = { ...byUrl, mediaPublicUrl: stage.simulator.url }
  expect(await checkMediaUrl(elsewhere)).toMatchObject([{ level: 'warn', detail: expect.stringContaining('HTTP 404') }])
  const nowhere = { ...byUrl, mediaPublicUrl: 'http://127.0.0.1:1' }
  expect(await checkMediaUrl(nowhere)).toMatchObject([
    { level: 'warn', detail: expect.stringContaining('ECONNREFUSED') },
  ])
  expect(await checkMediaUrl(stage.ctx.config)).toEqual([])
})
