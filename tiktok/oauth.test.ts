import { expect, test } from 'vitest'
import { hexCodeChallenge } from './pkce.ts'
import { createTestClient, failureOf, secrets } from './test-client.ts'
import { startServer } from './test-server.ts'

const grant = {
  open_id: '-000YSS_OTWK',
  scope: 'user.info.basic,video.publish',
  access_token: 'act.new',
  expires_in: 7200,
  refresh_token: 'rft.new',
  refresh_expires_in: 15552000,
  token_type: 'Bearer',
}

test('the authorize URL asks for the consent page and joins scopes by commas', async () => {
  await using client = createTestClient('https://open.tiktokapis.com')
  const redirectUri = 'https://clips.example.com/callback'
  const url = new URL(client.authorizeUrl({ scopes: ['user.info.basic', 'video.publish'], redirectUri, state: 's&1' }))
  expect(url.origin + url.pathname).toBe('https://www.tiktok.com/v2/auth/authorize/')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_key: 'ck-1',
    response_type: 'code',
    scope: 'user.info.basic,video.publish',
    redirect_uri: redirectUri,
    state: 's&1',
    disable_auto_auth: '1',
  })
  const codeChallenge = hexCodeChallenge('v')
  const desktop = new URL(client.authorizeUrl({ scopes: [], redirectUri, state: 's', codeChallenge }))
  expect(desktop.searchParams.get('code_challenge')).toBe(codeChallenge)
  expect(desktop.searchParams.get('code_challenge_method')).toBe('S256')
})

test('a code is traded for tokens by a form of exactly the type that TikTok takes', async () => {
  await using server = await startServer({ json: grant })
  await using client = createTestClient(`${server.url}/`)
  const redirectUri = 'https://clips.example.com/callback'
  expect(await client.exchangeCode({ code: secrets.code, redirectUri, codeVerifier: 'v~.-_' })).toEqual({
    openId: '-000YSS_OTWK',
    scopes: ['user.info.basic', 'video.publish'],
    accessToken: 'act.new',
    expiresInS: 7200,
    refreshToken: 'rft.new',
    refreshExpiresInS: 15552000,
    tokenType: 'Bearer',
  })
  const [request] = server.seen
  expect(request).toMatchObject({ method: 'POST', path: '/v2/oauth/token/' })
  expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    client_key: 'ck-1',
    client_secret: secrets.clientSecret,
    grant_type: 'authorization_code',
    code: secrets.code,
    redirect_uri: redirectUri,
    code_verifier: 'v~.-_',
  })
})

test('a refresh sends the refresh token alone, and its scopes may be none', async () => {
  await using server = await startServer({ json: { ...grant, scope: '', expires_in: '86400' } })
  await using client = createTestClient(server.url)
  const refreshed = await client.refreshToken({ refreshToken: secrets.refreshToken })
  expect(refreshed).toMatchObject({ scopes: [], expiresInS: 86400, refreshToken: 'rft.new' })
  expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toEqual({
    client_key: 'ck-1',
    client_secret: secrets.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: secrets.refreshToken,
  })
})

test('an OAuth error is one with any status', async () => {
  const json = { error: 'invalid_grant', error_description: 'Refresh token is expired.', log_id: 'L-1' }
  for (const status of [200, 400, 500]) {
    await using server = await startServer({ status, json })
    await using client = createTestClient(server.url)
    const error = await failureOf(client.refreshToken({ refreshToken: secrets.refreshToken }))
    expect(error).toMatchObject({
      name: 'TikTokApiError',
      code: 'invalid_grant',
      status,
      logId: 'L-1',
      remedy: 'reconnect',
    })
    expect(error).toHaveProperty('message', expect.stringContaining('Refresh token is expired.'))
  }
})

test('tokens that are not whole are nonsense', async () => {
  const { refresh_token: _, ...half } = grant
  for (const json of [half, {}, { ...grant, access_token: '' }, { data: grant }, { error: { code: 'ok' }, ...grant }]) {
    await using server = await startServer({ json })
    await using client = createTestClient(server.url)
    const error = await failureOf(client.refreshToken({ refreshToken: secrets.refreshToken }))
    expect(error).toMatchObject({ name: 'TikTokAnswerError', status: 200, mayHaveTakenEffect: true })
  }
})

test('a token is revoked with an empty or an empty JSON answer, and not with a page or a refusal', async () => {
  for (const text of ['', '{}']) {
    await using server = await startServer({ text })
    await using client = createTestClient(server.url)
    await client.revokeToken({ accessToken: secrets.accessToken })
    expect(server.seen[0]?.path).toBe('/v2/oauth/revoke/')
    expect(new URLSearchParams(server.seen[0]?.body).get('token')).toBe(secrets.accessToken)
  }
  for (const reply of [{ text: '<html>' }, { status: 400, text: '' }, { status: 301, headers: { Location: '/' } }]) {
    await using server = await startServer(reply)
    await using client = createTestClient(server.url)
    expect(await failureOf(client.revokeToken({ accessToken: secrets.accessToken }))).toHaveProperty(
      'name',
      'TikTokAnswerError',
    )
  }
})
