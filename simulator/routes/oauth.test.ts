import { expect, test } from 'vitest'
import { z } from 'zod'
import { ALL_SCOPES, CODE_VERIFIER, startSimulator, type TestClient } from '../test-client.ts'

const TokenReply = z.object({ access_token: z.string(), refresh_token: z.string() })

async function codeFor(client: TestClient, params: Record<string, string> = {}): Promise<string> {
  const callback = await client.simulator.authorize(client.authorizeUrl(params), { username: 'mara.bakes' })
  return new URL(callback).searchParams.get('code') ?? ''
}

const userInfo = (client: TestClient, accessToken: string) =>
  client.api(accessToken, '/v2/user/info/?fields=open_id,display_name')

test('a code becomes a pair of tokens, once', async () => {
  await using client = await startSimulator()
  const code = await codeFor(client)
  expect(code).toMatch(/\*.*!/)
  expect((await client.redeem(code)).body).toMatchObject({
    open_id: client.simulator.openIdOf('mara.bakes'),
    scope: ALL_SCOPES,
    access_token: expect.stringMatching(/^act\./),
    expires_in: 7200,
    refresh_token: expect.stringMatching(/^rft\./),
    refresh_expires_in: 15_552_000,
    token_type: 'Bearer',
  })
  const again = await client.redeem(code)
  expect(again.status).toBe(400)
  expect(again.body).toEqual({
    error: 'invalid_grant',
    error_description: 'Authorization code is expired.',
    log_id: expect.stringMatching(/^20261201090000[0-9A-F]{20}$/),
  })
})

test('a code lives five minutes', async () => {
  await using client = await startSimulator()
  const code = await codeFor(client)
  await client.advance(300_000)
  expect((await client.redeem(code)).body).toMatchObject({ error: 'invalid_grant' })
})

test.each([
  ['another verifier', { code_verifier: `${CODE_VERIFIER}x` }, 'invalid_request'],
  ['no verifier', { code_verifier: '' }, 'invalid_request'],
  ['another redirect URI', { redirect_uri: 'http://127.0.0.1:4001/callback' }, 'invalid_request'],
  ['a wrong secret', { client_secret: 'guess' }, 'invalid_client'],
  ['a secret with white space', { client_secret: 'demo_client_secret ' }, 'invalid_client'],
  ['no grant type', { grant_type: '' }, 'invalid_request'],
  ['an unknown grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
])('%s is refused and leaves the code alone', async (_, more, error) => {
  await using client = await startSimulator()
  const code = await codeFor(client)
  expect((await client.redeem(code, more)).body).toMatchObject({ error })
  expect((await client.redeem(code)).status).toBe(200)
})

test('a content type with a charset is refused', async () => {
  await using client = await startSimulator()
  const reply = await client.send('/v2/oauth/token/', { method: 'POST', body: new URLSearchParams(client.credentials) })
  expect(reply.body).toMatchObject({ error: 'invalid_request' })
})

test('a refresh gives a new pair, and the old refresh token is dead at once', async () => {
  await using client = await startSimulator()
  const { accessToken, refreshToken } = await client.connect('mara.bakes')
  const fresh = TokenReply.parse((await client.refresh(refreshToken)).body)
  expect(fresh.refresh_token).not.toBe(refreshToken)
  expect((await client.refresh(refreshToken)).body).toMatchObject({ error: 'invalid_grant' })
  expect((await userInfo(client, fresh.access_token)).status).toBe(200)
  expect((await userInfo(client, accessToken)).status).toBe(200)
  expect((await client.refresh(fresh.refresh_token)).status).toBe(200)
})

test('tokens end after two hours and 180 days', async () => {
  await using client = await startSimulator()
  const { accessToken, refreshToken } = await client.connect('mara.bakes')
  await client.advance(7200 * 1000)
  const expired = await userInfo(client, accessToken)
  expect(expired.status).toBe(401)
  expect(expired.body).toMatchObject({ error: { code: 'access_token_invalid' } })
  await client.advance(180 * 24 * 3_600_000)
  expect((await client.refresh(refreshToken)).body).toMatchObject({ error: 'invalid_grant' })
})

test('an app token is given, and is good for nothing here', async () => {
  await using client = await startSimulator()
  const reply = await client.postForm('/v2/oauth/token/', { ...client.credentials, grant_type: 'client_credentials' })
  const { access_token } = z.object({ access_token: z.string() }).parse(reply.body)
  expect((await userInfo(client, access_token)).status).toBe(401)
})

test('revoking kills both tokens and asks for consent again', async () => {
  await using client = await startSimulator()
  const { accessToken, refreshToken } = await client.connect('mara.bakes')
  const revoke = () => client.postForm('/v2/oauth/revoke/', { ...client.credentials, token: accessToken })
  expect(await revoke()).toMatchObject({ status: 200, body: {} })
  expect((await userInfo(client, accessToken)).status).toBe(401)
  expect((await client.refresh(refreshToken)).body).toMatchObject({ error: 'invalid_grant' })
  expect((await revoke()).body).toMatchObject({ error: 'invalid_grant' })
})

test('a web redirect needs no PKCE', async () => {
  const redirectUri = 'https://app.example.com/callback'
  await using client = await startSimulator({ app: { redirectUris: [redirectUri] } })
  const params = { redirect_uri: redirectUri, code_challenge: '', code_challenge_method: '' }
  const code = await codeFor(client, params)
  expect((await client.redeem(code, { redirect_uri: redirectUri, code_verifier: '' })).status).toBe(200)
})
