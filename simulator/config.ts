import { env } from 'node:process'
import { z } from 'zod'
import type { SimulatorOptions } from './options.ts'
import { redirectUriProblem } from './redirect-uri.ts'

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)
const count = z.coerce.number().int().nonnegative().optional()

const Environment = z.object({
  SIMULATOR_HOST: z.string().default('127.0.0.1'),
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65_535).default(3100),
  SIMULATOR_DATA_DIR: z.string().optional(),
  SIMULATOR_CLIENT_KEY: z.string().default('simulator-client-key'),
  SIMULATOR_CLIENT_SECRET: z.string().default('simulator-client-secret'),
  SIMULATOR_REDIRECT_URIS: list
    .refine((uris) => uris.length > 0, { error: 'names no redirect URI' })
    .check(({ value, issues }) => {
      for (const uri of value) {
        const problem = redirectUriProblem(uri)
        if (problem !== null) issues.push({ code: 'custom', input: uri, message: `${uri} ${problem}` })
      }
    })
    .prefault('http://localhost:*/api/v1/tiktok/oauth/callback,http://127.0.0.1:*/api/v1/tiktok/oauth/callback'),
  SIMULATOR_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  SIMULATOR_AUDITED: z.stringbool().default(true),
  SIMULATOR_VERIFIED_URLS: list.prefault(''),
  SIMULATOR_PROCESSING_MS: count,
  SIMULATOR_PROCESSING_MS_PER_MB: count,
  SIMULATOR_MODERATION_MS: count,
  SIMULATOR_ACCESS_TOKEN_LIFETIME_S: count,
  SIMULATOR_REFRESH_TOKEN_LIFETIME_S: count,
})

/** The environment cannot be used; the message lists everything that is wrong with it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** The only reader of the environment. An empty variable counts as absent. */
export function readConfig(environment: Record<string, string | undefined> = env): SimulatorOptions {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const mistakes = parsed.error.issues.map((issue) => `  ${issue.path[0]?.toString() ?? ''}: ${issue.message}`)
    throw new ConfigError(`The simulator cannot start:\n${mistakes.join('\n')}`)
  }
  const it = parsed.data
  return {
    host: it.SIMULATOR_HOST,
    port: it.SIMULATOR_PORT,
    dataDir: it.SIMULATOR_DATA_DIR,
    apps: [
      {
        clientKey: it.SIMULATOR_CLIENT_KEY,
        clientSecret: it.SIMULATOR_CLIENT_SECRET,
        redirectUris: it.SIMULATOR_REDIRECT_URIS,
        webhookUrl: it.SIMULATOR_WEBHOOK_URL,
        audited: it.SIMULATOR_AUDITED,
        verifiedUrls: it.SIMULATOR_VERIFIED_URLS,
      },
    ],
    timing: {
      processingMs: it.SIMULATOR_PROCESSING_MS,
      processingMsPerMb: it.SIMULATOR_PROCESSING_MS_PER_MB,
      moderationMs: it.SIMULATOR_MODERATION_MS,
      accessTokenLifetimeS: it.SIMULATOR_ACCESS_TOKEN_LIFETIME_S,
      refreshTokenLifetimeS: it.SIMULATOR_REFRESH_TOKEN_LIFETIME_S,
    },
  }
}
