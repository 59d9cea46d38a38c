import { resolve } from 'node:path'
import { z } from 'zod'
import { pullUrlProblems } from '#tiktok/pull-url.ts'
import { redirectUriProblems } from '#tiktok/redirect-uri.ts'
import { siteVerificationFile, siteVerificationProblems } from '#tiktok/site-verification.ts'
import { generatedSecret, newEncryptionKey, newPassword } from './generated-secrets.ts'
import type { S3Credentials } from './storage/s3-client.ts'
import { readStorageUrl, type StoragePlace } from './storage/storage-url.ts'
import { Secret } from './vault/secret.ts'
import type { EncryptionKey } from './vault/vault.ts'

/** Everything wrong with the environment, in one message. The process ends with 78 (EX_CONFIG). */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly exitCode = 78

  constructor(problems: string[]) {
    super(`Clipdeck cannot start with this configuration:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
}

type Env = Record<string, string | undefined>

const KEY_HINT = 'Make one with: echo "k1:$(openssl rand -base64 32)"'

/** A worker that works on a job for 2 hours is taken for dead. */
const RENDER_TIMEOUT_MAX_MIN = 110
const GIGABYTE = 1_000_000_000

const port = z.coerce.number({ error: 'is not a number' }).int('is not a whole number').min(1).max(65_535)
const flag = z.enum(['true', 'false'], { error: 'is neither "true" nor "false"' }).transform((text) => text === 'true')
const httpUrl = z.url({ protocol: /^https?$/, error: 'is not an http or https URL' })
const baseUrl = httpUrl.transform((url) => url.replace(/\/+$/, ''))

const Environment = z.object({
  PORT: port.default(3000),
  HOST: z.string().default('127.0.0.1'),
  APP_URL: baseUrl.optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgres:// URL' }).optional(),
  ROLE: z.enum(['all', 'api', 'worker'], { error: 'is not one of all, api, worker' }).default('all'),
  ENCRYPTION_KEYS: z.string().optional(),
  SESSION_SECRET: z.string().min(32, 'has fewer than 32 characters. Make one with: openssl rand -base64 32').optional(),
  TIKTOK_CLIENT_KEY: z.string().optional(),
  TIKTOK_CLIENT_SECRET: z.string().optional(),
  SIMULATOR_PORT: port.default(3100),
  TIKTOK_REDIRECT_URI: z.string().optional(),
  TIKTOK_AUTHORIZE_URL: httpUrl.optional(),
  TIKTOK_API_URL: baseUrl.optional(),
  TIKTOK_APP_AUDITED: flag.optional(),
  TIKTOK_TRANSFER: z.enum(['file', 'url'], { error: 'is neither "file" nor "url"' }).default('file'),
  TIKTOK_DAILY_POSTS: z.coerce.number({ error: 'is not a number' }).int('is not a whole number').min(1).default(15),
  TIKTOK_SITE_VERIFICATION: z.string().transform(listOf).optional(),
  MEDIA_PUBLIC_URL: baseUrl.optional(),
  STORAGE_URL: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  RENDER_TIMEOUT_MIN: z.coerce
    .number({ error: 'is not a number' })
    .positive('is not more than 0')
    .max(RENDER_TIMEOUT_MAX_MIN, `is more than ${RENDER_TIMEOUT_MAX_MIN}`)
    .default(60),
  MEDIA_QUOTA_GB: z.coerce.number({ error: 'is not a number' }).min(0, 'is less than 0').default(100),
  SIGNUPS: z.enum(['invite', 'open'], { error: 'is neither "invite" nor "open"' }).default('invite'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'is not an smtp:// URL' }).optional(),
  METRICS_TOKEN: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.string().optional(),
})
type Environment = z.infer<typeof Environment>

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
}

export type Config = ReturnType<typeof readConfig>['config']
export type Secrets = ReturnType<typeof readConfig>['secrets']

/** Reads the environment once. Throws ConfigError with every mistake it found. */
export function readConfig(env: Env) {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = Environment.safeParse(given)
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(
        ({ path, message }) => `${path.join('.')} ${message} (it is "${shown(path.join('.'), given)}").`,
      )
  if (!parsed.success) throw new ConfigError([...problems, ...secretProblems(given)])
  const values = parsed.data

  problems.push(...secretProblems(given), ...tiktokProblems(values))
  const appUrl = values.APP_URL ?? `http://localhost:${values.PORT}`
  const redirectUri = values.TIKTOK_REDIRECT_URI ?? `${appUrl}/api/v1/tiktok/oauth/callback`
  problems.push(
    ...redirectUriProblems(redirectUri).map((problem) => `TIKTOK_REDIRECT_URI (${redirectUri}): ${problem}`),
  )
  problems.push(
    ...siteVerificationProblems(values.TIKTOK_SITE_VERIFICATION ?? []).map(
      (problem) => `TIKTOK_SITE_VERIFICATION: ${problem}`,
    ),
  )
  const dataDir = resolve(values.DATA_DIR)
  const { storage, problems: storageProblems } = readStorageUrl(values.STORAGE_URL, dataDir)
  problems.push(...storageProblems, ...s3Problems(values, storage))
  if (problems.length > 0) throw new ConfigError(problems)

  const mediaPublicUrl = values.MEDIA_PUBLIC_URL ?? appUrl
  const isSimulated = values.TIKTOK_CLIENT_KEY === undefined
  const simulatorUrl = `http://localhost:${values.SIMULATOR_PORT}`
  const apiUrl = values.TIKTOK_API_URL ?? (isSimulated ? simulatorUrl : 'https://open.tiktokapis.com')
  const make = (name: string, text: () => string) => generatedSecret(dataDir, name, text)

  return {
    config: {
      host: values.HOST,
      port: values.PORT,
      appUrl,
      dataDir,
      role: values.ROLE,
      isProduction: values.NODE_ENV === 'production',
      database: values.DATABASE_URL ? { kind: 'external' as const } : { kind: 'embedded' as const },
      storage,
      tiktok: {
        clientKey: values.TIKTOK_CLIENT_KEY ?? 'clipdeck-simulator',
        redirectUri,
        authorizeUrl:
          values.TIKTOK_AUTHORIZE_URL ??
          (isSimulated ? `${simulatorUrl}/v2/auth/authorize/` : 'https://www.tiktok.com/v2/auth/authorize/'),
        apiUrl,
        isAudited: values.TIKTOK_APP_AUDITED ?? isSimulated,
        transfer: values.TIKTOK_TRANSFER,
        dailyPosts: values.TIKTOK_DAILY_POSTS,
        verificationFiles: (values.TIKTOK_SITE_VERIFICATION ?? []).map(siteVerificationFile),
        pullProblem: pullProblemOf(apiUrl, mediaPublicUrl),
      },
      simulator: isSimulated ? { port: values.SIMULATOR_PORT, url: simulatorUrl } : null,
      mediaPublicUrl,
      renderTimeoutMs: values.RENDER_TIMEOUT_MIN * 60_000,
      /** What the media of one workspace may take; null for no limit. */
      mediaQuotaBytes: values.MEDIA_QUOTA_GB > 0 ? Math.round(values.MEDIA_QUOTA_GB * GIGABYTE) : null,
      signups: values.SIGNUPS,
      logLevel: values.LOG_LEVEL,
      warnings: warningsOf(values, { appUrl, redirectUri, apiUrl, mediaPublicUrl }),
    },
    secrets: {
      databaseUrl: values.DATABASE_URL ? new Secret(values.DATABASE_URL) : null,
      encryptionKeys: parseKeys(values.ENCRYPTION_KEYS ?? make('encryption-keys', newEncryptionKey)).keys,
      sessionSecret: new Secret(values.SESSION_SECRET ?? make('session-secret', newPassword)),
      tiktokClientSecret: new Secret(values.TIKTOK_CLIENT_SECRET ?? make('simulator-client-secret', newPassword)),
      metricsToken: values.METRICS_TOKEN ? new Secret(values.METRICS_TOKEN) : null,
      s3: s3Credentials(values, storage),
    },
  }
}

type Urls = { appUrl: string; redirectUri: string; apiUrl: string; mediaPublicUrl: string }

function warningsOf(values: Environment, { appUrl, redirectUri, apiUrl, mediaPublicUrl }: Urls): string[] {
  const warnings: string[] = []
  if (originOf(redirectUri) !== originOf(appUrl))
    warnings.push(
      `TIKTOK_REDIRECT_URI (${redirectUri}) does not lead to APP_URL (${appUrl}): after TikTok's consent page the browser ends elsewhere.`,
    )
  const pullProblem = pullProblemOf(apiUrl, mediaPublicUrl)
  if (values.TIKTOK_TRANSFER === 'url' && pullProblem) warnings.push(pullProblem)
  if (values.SMTP_URL) warnings.push('SMTP_URL has no effect yet: no mail is sent.')
  return warnings
}

/** Why TikTok will fetch nothing from `MEDIA_PUBLIC_URL`; null where that is for an init to say. */
function pullProblemOf(apiUrl: string, mediaPublicUrl: string): string | null {
  const problems = isTikTokItself(apiUrl) ? pullUrlProblems(mediaPublicUrl) : []
  if (problems.length === 0) return null
  return `TikTok cannot fetch media from MEDIA_PUBLIC_URL (${mediaPublicUrl}): ${problems.join(' ')}`
}

/** The rules for media URLs are those of the real TikTok; another server at `TIKTOK_API_URL` may have its own. */
function isTikTokItself(apiUrl: string): boolean {
  return new URL(apiUrl).hostname.endsWith('.tiktokapis.com')
}

/** A secret's value is never repeated in a message. */
function shown(name: string, given: Env): string {
  return /SECRET|KEYS|TOKEN|_URL$/.test(name) && !/APP_URL|TIKTOK_|MEDIA_/.test(name) ? '…' : String(given[name] ?? '')
}

function secretProblems(env: Env): string[] {
  const problems: string[] = []
  if (env.ENCRYPTION_KEYS) problems.push(...parseKeys(env.ENCRYPTION_KEYS).problems)
  if (env.NODE_ENV !== 'production') return problems
  if (!env.ENCRYPTION_KEYS)
    problems.push(`ENCRYPTION_KEYS is missing; with NODE_ENV=production nothing is generated. ${KEY_HINT}`)
  if (!env.SESSION_SECRET)
    problems.push(
      'SESSION_SECRET is missing; with NODE_ENV=production nothing is generated. Make one with: openssl rand -base64 32',
    )
  return problems
}

function tiktokProblems(values: Environment): string[] {
  const { TIKTOK_CLIENT_KEY: key, TIKTOK_CLIENT_SECRET: secret } = values
  if (key && !secret) return ['TIKTOK_CLIENT_SECRET is missing: TIKTOK_CLIENT_KEY is set, and TikTok wants both.']
  if (secret && !key) return ['TIKTOK_CLIENT_KEY is missing: TIKTOK_CLIENT_SECRET is set, and TikTok wants both.']
  if (key) return []
  if (values.NODE_ENV === 'production')
    return ['TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET are missing; the simulator is not for production.']
  return values.TIKTOK_API_URL || values.TIKTOK_AUTHORIZE_URL
    ? [
        'TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET are missing: TIKTOK_API_URL or TIKTOK_AUTHORIZE_URL is set, so the simulator is not started.',
      ]
    : []
}

function s3Problems(values: Environment, { kind }: StoragePlace): string[] {
  if (kind === 'disk') return []
  return (['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const)
    .filter((name) => !values[name])
    .map(
      (name) =>
        `${name} is missing: STORAGE_URL names a bucket. Set it to that of a key which may read and write there.`,
    )
}

/** Null where media lie on disk. */
function s3Credentials(values: Environment, { kind }: StoragePlace): S3Credentials | null {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = values
  if (kind === 'disk' || !id || !secret) return null
  return {
    accessKeyId: new Secret(id),
    secretAccessKey: new Secret(secret),
    sessionToken: token ? new Secret(token) : null,
  }
}

/** `id:base64,id:base64`: the first seals, all open. */
function parseKeys(text: string): { keys: EncryptionKey[]; problems: string[] } {
  const keys: EncryptionKey[] = []
  const problems: string[] = []
  for (const [index, entry] of text.split(',').entries()) {
    const separator = entry.indexOf(':')
    const id = entry.slice(0, separator).trim()
    const bytes = Buffer.from(entry.slice(separator + 1).trim(), 'base64')
    if (separator < 1 || bytes.length !== 32)
      problems.push(`ENCRYPTION_KEYS: entry ${index + 1} is not id:base64-of-32-bytes. ${KEY_HINT}`)
    else if (keys.some((key) => key.id === id)) problems.push(`ENCRYPTION_KEYS: the id "${id}" stands twice.`)
    else keys.push({ id, bytes })
  }
  return { keys, problems }
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null
}
