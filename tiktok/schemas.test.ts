import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parseJson } from './parse-json.ts'
import * as schemas from './schemas.ts'
import { parseWebhookEvent } from './webhook-event.ts'

const folder = new URL('../test/fixtures/tiktok-docs/', import.meta.url)

const Fixture = z.object({ page: z.string(), url: z.url(), what: z.string(), status: z.number(), reply: z.unknown() })

const envelopeOf = (data: z.ZodType) => schemas.Envelope.extend({ data, error: z.object({ code: z.literal('ok') }) })

/** How each kind of documented reply is read. */
const readers: Record<string, z.ZodType> = {
  token: schemas.TokenReply,
  'oauth-error': schemas.OAuthFailure.required({ error: true }),
  empty: schemas.EmptyReply,
  error: schemas.Envelope.refine(({ error }) => error.code !== 'ok'),
  'empty-data': schemas.Envelope,
  'user-info': envelopeOf(schemas.UserInfoReply),
  'creator-info': envelopeOf(schemas.CreatorInfoReply),
  init: envelopeOf(schemas.InitReply),
  'publish-status': envelopeOf(schemas.PublishStatusReply),
  'video-list': envelopeOf(schemas.VideoListReply),
  'video-query': envelopeOf(schemas.VideoQueryReply),
  webhook: z.unknown().refine((reply) => parseWebhookEvent(JSON.stringify(reply)).clientKey.length > 0),
}

test.each(readdirSync(folder))('the documented reply %s is understood', (name) => {
  const { what, reply, page, url } = Fixture.parse(parseJson(readFileSync(new URL(name, folder), 'utf8')))
  expect(readers[what]?.safeParse(reply).error).toBeUndefined()
  expect(Object.keys(readers)).toContain(what)
  expect(url.endsWith(`/${page}`)).toBe(true)
})

test('a new field at TikTok breaks nothing', () => {
  const reply = { publish_id: 'p', upload_url: null, expires_at: 1, nested: { a: [] } }
  expect(schemas.InitReply.parse(reply)).toEqual({ publish_id: 'p', upload_url: undefined })
})

const tokens = {
  open_id: 'o',
  scope: '',
  access_token: 'act.1',
  expires_in: 7200,
  refresh_token: 'rft.1',
  refresh_expires_in: 15_552_000,
}

test.each([
  { access_token: 'act.1\r\nHost: evil' },
  { access_token: '' },
  { refresh_token: 'rft\u0000' },
  { open_id: 'a'.repeat(201) },
  { open_id: 'a b' },
  { scope: 'video.publish\u0000' },
  { expires_in: 0 },
  { expires_in: -1 },
  { refresh_expires_in: Number.MAX_SAFE_INTEGER },
])('tokens that nobody could keep or send are no tokens: %j', (change) => {
  expect(schemas.TokenReply.safeParse(tokens).success).toBe(true)
  expect(schemas.TokenReply.safeParse({ ...tokens, ...change }).success).toBe(false)
})

test('a NUL in a name is left out, because a database refuses it', () => {
  const { user } = schemas.UserInfoReply.parse({
    user: { open_id: 'o', display_name: 'Mara\u0000', username: '\u0000' },
  })
  expect([user.display_name, user.username]).toEqual(['Mara', undefined])
})
