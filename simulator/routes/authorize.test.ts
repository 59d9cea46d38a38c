import { expect, test } from 'vitest'
import { startSimulator, type TestClient } from '../test-client.ts'

const callbackOf = async (client: TestClient, choice: { username: string; scopes?: string[]; cancel?: boolean }) =>
  new URL(await client.simulator.authorize(client.authorizeUrl(), choice))

/** Consents in a browser that keeps its cookie. */
async function consentWithCookie(client: TestClient): Promise<string> {
  const form = new URLSearchParams(new URL(client.authorizeUrl()).search)
  form.set('creator', 'mara.bakes')
  form.set('scopes', form.get('scope') ?? '')
  form.set('decision', 'authorize')
  const reply = await client.send('/v2/auth/authorize/decision', { method: 'POST', body: form })
  expect(reply.status).toBe(303)
  return reply.headers.get('set-cookie')?.split(';')[0] ?? ''
}

test.each([
  ['client_key', { client_key: 'nobody' }],
  ['redirect_uri', { redirect_uri: 'http://127.0.0.1:4000/callback/' }],
  ['response_type', { response_type: 'token' }],
  ['scope', { scope: 'user.info.basic video.publish' }],
  ['scope', { scope: '' }],
  ['code_challenge', { code_challenge: '' }],
  ['code_challenge_method', { code_challenge_method: 'plain' }],
  ['disable_auto_auth', { disable_auto_auth: 'yes' }],
])('a mistake in %s is shown and never redirected', async (parameter, params) => {
  await using client = await startSimulator()
  const reply = await client.send(client.authorizeUrl(params), {})
  expect(reply.status).toBe(400)
  expect(reply.headers.get('location')).toBeNull()
  expect(reply.text).toContain(`<code>${parameter}</code>`)
})

test('the page offers the whole cast', async () => {
  await using client = await startSimulator()
  const { text } = await client.send(client.authorizeUrl(), {})
  expect(text.match(/type="radio" name="creator"/g)?.length).toBeGreaterThanOrEqual(25)
  expect(text).toContain('TikTok simulator — not TikTok.')
})

test('consent comes back with code, scopes and state', async () => {
  await using client = await startSimulator()
  const { searchParams } = await callbackOf(client, { username: 'mara.bakes', scopes: ['video.upload'] })
  expect(searchParams.get('code')).toBeTruthy()
  expect(searchParams.get('scopes')).toBe('user.info.basic,video.upload')
  expect(searchParams.get('state')).toBe('the state')
})

test('cancelling comes back as access_denied', async () => {
  await using client = await startSimulator()
  const { searchParams } = await callbackOf(client, { username: 'mara.bakes', cancel: true })
  expect(Object.fromEntries(searchParams)).toEqual({
    error: 'access_denied',
    error_description: 'The user cancelled the authorization.',
    error_type: 'user_cancel',
    state: 'the state',
  })
})

test('somebody outside the sandbox is told apart from somebody who cancelled', async () => {
  await using client = await startSimulator()
  const { searchParams } = await callbackOf(client, { username: 'outside.otto' })
  expect(searchParams.get('error_type')).toBe('non_sandbox_target')
})

test('a second visit in the same browser silently authorises the same account again', async () => {
  await using client = await startSimulator()
  const cookie = await consentWithCookie(client)
  const silent = await client.send(client.authorizeUrl({ disable_auto_auth: '0' }), { headers: { cookie } })
  expect(silent.status).toBe(303)
  expect(silent.headers.get('location')).toContain('code=')
})

test('disable_auto_auth=1 always shows the page', async () => {
  await using client = await startSimulator()
  const cookie = await consentWithCookie(client)
  const page = await client.send(client.authorizeUrl(), { headers: { cookie } })
  expect(page.status).toBe(200)
  expect(page.text).toContain('logged in last')
})

test('after a revocation the page is shown again', async () => {
  await using client = await startSimulator()
  const cookie = await consentWithCookie(client)
  client.simulator.revokeAuthorization(client.simulator.openIdOf('mara.bakes'))
  const page = await client.send(client.authorizeUrl({ disable_auto_auth: '0' }), { headers: { cookie } })
  expect(page.status).toBe(200)
})

test('what an app sends is escaped on the page', async () => {
  await using client = await startSimulator()
  const page = await client.send(client.authorizeUrl({ state: '"><script>alert(1)</script>' }), {})
  expect(page.text).not.toContain('<script>alert')
})
