import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const newDir = () => mkdtempSync(join(tmpdir(), 'clipdeck-config-'))
const key = Buffer.alloc(32, 7).toString('base64')

function problemsOf(env: Record<string, string>): string {
  try {
    readConfig({ DATA_DIR: newDir(), ...env })
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('There was nothing wrong.')
}

test('with nothing set it is the whole product with the simulator, and secrets that only the owner reads', () => {
  const dataDir = newDir()
  const { config, secrets } = readConfig({ DATA_DIR: dataDir })
  expect(config).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    appUrl: 'http://localhost:3000',
    role: 'all',
    signups: 'invite',
  })
  expect(config.simulator).toEqual({ port: 3100, url: 'http://localhost:3100' })
  expect(config.tiktok).toMatchObject({
    isAudited: true,
    apiUrl: 'http://localhost:3100',
    dailyPosts: 15,
  })
  for (const name of ['encryption-keys', 'session-secret', 'simulator-client-secret'])
    expect(statSync(join(dataDir, 'secrets', name)).mode & 0o777).toBe(0o600)
  expect(readConfig({ DATA_DIR: dataDir }).secrets.sessionSecret.reveal()).toBe(secrets.sessionSecret.reveal())
})

test('everything that is wrong stands in one message', () => {
  const message = problemsOf({
    PORT: 'abc',
    ROLE: 'boss',
    SIGNUPS: 'maybe',
    ENCRYPTION_KEYS: 'k1:short',
    TIKTOK_DAILY_POSTS: '0',
  })
  for (const name of ['PORT', 'ROLE', 'SIGNUPS', 'ENCRYPTION_KEYS', 'TIKTOK_DAILY_POSTS'])
    expect(message).toContain(name)
  expect(message).toContain('openssl rand -base64 32')
})

test('in production nothing is generated: each missing secret is named with how to make it', () => {
  const message = problemsOf({ NODE_ENV: 'production', APP_URL: 'https://clips.example.com' })
  for (const name of ['ENCRYPTION_KEYS', 'SESSION_SECRET', 'TIKTOK_CLIENT_KEY']) expect(message).toContain(`${name}`)
})

test('half of the TikTok credentials is a mistake', () => {
  expect(problemsOf({ TIKTOK_CLIENT_KEY: 'aw123' })).toContain('TIKTOK_CLIENT_SECRET is missing')
  expect(problemsOf({ TIKTOK_API_URL: 'https://tiktok.example' })).toContain(
    'TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET are missing',
  )
})

test('a redirect URI that TikTok would refuse stops the start; one that leads elsewhere is a warning that names both', () => {
  expect(problemsOf({ APP_URL: 'http://clips.example.com' })).toContain(
    'TIKTOK_REDIRECT_URI (http://clips.example.com/',
  )
  const { config } = readConfig({
    DATA_DIR: newDir(),
    APP_URL: 'https://clips.example.com',
    TIKTOK_REDIRECT_URI: 'https://other.example.com/api/v1/tiktok/oauth/callback',
  })
  expect(config.warnings.join()).toMatch(/other\.example\.com.*clips\.example\.com/)
})

test('a place that TikTok cannot pull from is a warning, where TikTok itself is to pull', () => {
  const tiktok = { TIKTOK_CLIENT_KEY: 'k', TIKTOK_CLIENT_SECRET: 's', TIKTOK_TRANSFER: 'url' }
  const warningsOf = (env: Record<string, string>) => readConfig({ DATA_DIR: newDir(), ...env }).config.warnings.join()
  expect(warningsOf(tiktok)).toMatch(/MEDIA_PUBLIC_URL \(http:\/\/localhost:3000\).*https.*public name/)
  expect(warningsOf({ ...tiktok, MEDIA_PUBLIC_URL: 'https://192.0.2.1' })).toContain('public name')
  expect(warningsOf({ ...tiktok, MEDIA_PUBLIC_URL: 'https://media.example.com' })).toBe('')
  expect(warningsOf({ ...tiktok, TIKTOK_TRANSFER: 'file' })).toBe('')
  expect(warningsOf({ ...tiktok, TIKTOK_API_URL: 'http://127.0.0.1:3100' })).toBe('')
  expect(warningsOf({ TIKTOK_TRANSFER: 'url' })).toBe('')
})

test('whether TikTok can fetch photos at all is known from the start', () => {
  const tiktok = { DATA_DIR: newDir(), TIKTOK_CLIENT_KEY: 'k', TIKTOK_CLIENT_SECRET: 's' }
  const problemOf = (env: Record<string, string>) => readConfig({ ...tiktok, ...env }).config.tiktok.pullProblem
  expect(problemOf({})).toMatch(/^TikTok cannot fetch media from MEDIA_PUBLIC_URL \(http:\/\/localhost:3000\): .*https/)
  expect(problemOf({ MEDIA_PUBLIC_URL: 'https://media.example.com' })).toBeNull()
  expect(readConfig({ DATA_DIR: newDir() }).config.tiktok.pullProblem).toBeNull()
})

test('the tokens of TikTok that verify a URL prefix name its files, and one that is none stops the start', () => {
  const { config } = readConfig({ DATA_DIR: newDir(), TIKTOK_SITE_VERIFICATION: 'AbC123, dEf456' })
  expect(config.tiktok.verificationFiles.map(({ name }) => name)).toEqual(['tiktokAbC123.txt', 'tiktokdEf456.txt'])
  expect(problemsOf({ TIKTOK_SITE_VERIFICATION: '../../etc/passwd' })).toContain('TIKTOK_SITE_VERIFICATION: "../../etc')
})

test('a bucket wants credentials, which are secrets; each that is missing is named', () => {
  const STORAGE_URL = 's3://clips/media?endpoint=http://127.0.0.1:9000'
  expect(problemsOf({ STORAGE_URL })).toMatch(/AWS_ACCESS_KEY_ID is missing: .*\n.*AWS_SECRET_ACCESS_KEY is missing: /)
  expect(problemsOf({ STORAGE_URL: 'ftp://clips' })).toContain('STORAGE_URL must start with "file:" or with "s3:"')
  const keys = {
    AWS_ACCESS_KEY_ID: 'hidden-id',
    AWS_SECRET_ACCESS_KEY: 'hidden-key',
    AWS_SESSION_TOKEN: 'hidden-token',
  }
  const { config, secrets } = readConfig({ DATA_DIR: newDir(), STORAGE_URL, ...keys })
  expect(config.storage).toMatchObject({ kind: 's3', bucket: 'clips' })
  expect(secrets.s3?.sessionToken?.reveal()).toBe('hidden-token')
  expect(JSON.stringify({ config, secrets })).not.toContain('hidden')
  expect(readConfig({ DATA_DIR: newDir(), ...keys }).secrets.s3).toBeNull()
})

test('the first key seals, all open, and an id stands once', () => {
  const { secrets } = readConfig({ DATA_DIR: newDir(), ENCRYPTION_KEYS: `new:${key},old:${key}` })
  expect(secrets.encryptionKeys.map(({ id }) => id)).toEqual(['new', 'old'])
  expect(problemsOf({ ENCRYPTION_KEYS: `same:${key},same:${key}` })).toContain('stands twice')
})

test('no secret is repeated in a message, and the secrets print as a mask', () => {
  const secret = 'very-secret-value'
  expect(problemsOf({ SESSION_SECRET: secret, DATABASE_URL: `mysql://user:${secret}@host/db` })).not.toContain(secret)
  const { secrets } = readConfig({ DATA_DIR: newDir(), TIKTOK_CLIENT_KEY: 'k', TIKTOK_CLIENT_SECRET: secret })
  expect(`${secrets.tiktokClientSecret} ${JSON.stringify(secrets)}`).not.toContain(secret)
})

test('.env.example lists every variable', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8')
  const source = readFileSync(new URL('./config.ts', import.meta.url), 'utf8')
  const names = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): /gm)].map(([, name]) => name)
  expect(names.length).toBeGreaterThan(20)
  for (const name of names) expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'))
})
