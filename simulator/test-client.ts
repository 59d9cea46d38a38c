import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { AppRegistration, SimulatorOptions } from './options.ts'
import { seededRandom } from './random.ts'
import { createSimulator } from './simulator.ts'

/** What the simulator's own tests do as an app would: plain fetch, nothing of the product. */
export type TestClient = Awaited<ReturnType<typeof startSimulator>>

export const ALL_SCOPES = 'user.info.basic,user.info.profile,user.info.stats,video.list,video.publish,video.upload'
export const CODE_VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const REDIRECT_URI = 'http://127.0.0.1:4000/callback'

export type HandClock = ReturnType<typeof createHandClock>

export function createHandClock(startsAt = '2026-12-01T09:00:00Z') {
  let nowMs = Date.parse(startsAt)
  return {
    now: () => new Date(nowMs),
    advance(byMs: number) {
      nowMs += byMs
    },
  }
}

const TokenReply = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  open_id: z.string(),
  scope: z.string(),
})

export type JsonReply = { status: number; headers: Headers; body: unknown; text: string }
type Overrides = Omit<Partial<SimulatorOptions>, 'apps' | 'clock'> & { app?: Partial<AppRegistration> }

/** A simulator on a free port with a clock moved by hand, and an app that talks to it. */
export async function startSimulator({ app, ...options }: Overrides = {}) {
  const clock = createHandClock()
  const registration: AppRegistration = {
    clientKey: 'ck_demo',
    clientSecret: 'demo_client_secret',
    redirectUris: ['http://127.0.0.1:*/callback'],
    audited: true,
    ...app,
  }
  const simulator = await createSimulator({ apps: [registration], clock, random: seededRandom('tests'), ...options })
  const { url } = simulator
  const credentials = { client_key: registration.clientKey, client_secret: registration.clientSecret }

  async function send(path: string, init: RequestInit): Promise<JsonReply> {
    const response = await fetch(new URL(path, url), { redirect: 'manual', ...init })
    const text = await response.text()
    const body: unknown = text.startsWith('{') ? JSON.parse(text) : null
    return { status: response.status, headers: response.headers, body, text }
  }
  const postForm = (path: string, form: Record<string, string>) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(new URLSearchParams(form)),
    })
  const api = (accessToken: string, path: string, body?: unknown) =>
    send(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json; charset=UTF-8' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  function authorizeUrl(params: Record<string, string> = {}): string {
    const query = new URLSearchParams({
      client_key: registration.clientKey,
      response_type: 'code',
      scope: ALL_SCOPES,
      redirect_uri: REDIRECT_URI,
      state: 'the state',
      disable_auto_auth: '1',
      code_challenge: createHash('sha256').update(CODE_VERIFIER).digest('hex'),
      code_challenge_method: 'S256',
      ...params,
    })
    return `${url}/v2/auth/authorize/?${query}`
  }
  const redeem = (code: string, more: Record<string, string> = {}) =>
    postForm('/v2/oauth/token/', {
      ...credentials,
      code,
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT_URI,
      code_verifier: CODE_VERIFIER,
      ...more,
    })
  const refresh = (refreshToken: string) =>
    postForm('/v2/oauth/token/', { ...credentials, grant_type: 'refresh_token', refresh_token: refreshToken })

  async function connect(username: string, scope = ALL_SCOPES) {
    const callback = new URL(await simulator.authorize(authorizeUrl({ scope }), { username }))
    const reply = await redeem(callback.searchParams.get('code') ?? '')
    const { access_token: accessToken, refresh_token: refreshToken, open_id: openId } = TokenReply.parse(reply.body)
    return { accessToken, refreshToken, openId }
  }

  return {
    simulator,
    url,
    clock,
    credentials,
    send,
    postForm,
    api,
    authorizeUrl,
    redeem,
    refresh,
    connect,
    /** Moves the clock and lets everything happen that is due by then. */
    async advance(byMs: number) {
      clock.advance(byMs)
      await simulator.tick()
    },
    [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose](),
  }
}

type FileInit = { videoSize: number; chunkSize?: number; chunkCount?: number; postInfo?: Record<string, unknown> }

export function initFile(client: TestClient, accessToken: string, init: FileInit) {
  const { videoSize, chunkSize = videoSize, chunkCount = 1, postInfo } = init
  return client.api(accessToken, '/v2/post/publish/video/init/', {
    post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'New drop #acme', ...postInfo },
    source_info: { source: 'FILE_UPLOAD', video_size: videoSize, chunk_size: chunkSize, total_chunk_count: chunkCount },
  })
}

const InitReply = z.object({ data: z.object({ publish_id: z.string(), upload_url: z.string().default('') }) })

/** What an init that went well has given. */
export function readInit(reply: JsonReply): { publishId: string; uploadUrl: string } {
  const { data } = InitReply.parse(reply.body)
  return { publishId: data.publish_id, uploadUrl: data.upload_url }
}

export function fetchStatus(client: TestClient, accessToken: string, publishId: string) {
  return client.api(accessToken, '/v2/post/publish/status/fetch/', { publish_id: publishId })
}

type Chunk = { firstByte?: number; totalBytes?: number; headers?: Record<string, string> }

export function putChunk(client: TestClient, uploadUrl: string, bytes: Buffer, chunk: Chunk = {}) {
  const { firstByte = 0, totalBytes = bytes.length, headers } = chunk
  return client.send(uploadUrl, {
    method: 'PUT',
    headers: {
      'content-type': 'video/mp4',
      'content-range': `bytes ${firstByte}-${firstByte + bytes.length - 1}/${totalBytes}`,
      ...headers,
    },
    body: new Uint8Array(bytes),
  })
}

/** An MP4 that says how long it is, filled up to the wanted size. */
export function makeMovie({ sizeBytes = 2000, durationMs = 5000, width = 1080, height = 1920 } = {}): Buffer {
  const mvhd = Buffer.alloc(100)
  mvhd.writeUInt32BE(1000, 12)
  mvhd.writeUInt32BE(durationMs, 16)
  const tkhd = Buffer.alloc(84)
  tkhd.writeUInt32BE(width * 65_536, 76)
  tkhd.writeUInt32BE(height * 65_536, 80)
  const start = Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isommp42')),
    box('moov', Buffer.concat([box('mvhd', mvhd), box('trak', box('tkhd', tkhd))])),
  ])
  const filling = seededRandom('movie')(Math.min(1000, sizeBytes - start.length - 8))
  return Buffer.concat([start, box('mdat', Buffer.alloc(sizeBytes - start.length - 8, filling))])
}

function box(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}
