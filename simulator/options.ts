import type { RandomBytes } from './random.ts'

export type Clock = { now(): Date }

export const SCOPES = [
  'user.info.basic',
  'user.info.profile',
  'user.info.stats',
  'video.list',
  'video.publish',
  'video.upload',
]

/** One app as it stands in TikTok's developer portal. */
export type AppRegistration = {
  clientKey: string
  clientSecret: string
  redirectUris: string[]
  webhookUrl?: string | undefined
  /** Passed the Direct Post audit. */
  audited: boolean
  /** Scopes approved for the app; all of them when absent. */
  scopes?: string[] | undefined
  /** Domains (`media.example.com`) and URL prefixes (`https://host/path/`) that the app has proved to own. */
  verifiedUrls?: string[] | undefined
}

const DEFAULT_TIMING = {
  processingMs: 2000,
  processingMsPerMb: 20,
  moderationMs: 4000,
  /** oauth-user-access-token-management, November 2026: 2 hours and 180 days. */
  accessTokenLifetimeS: 7200,
  refreshTokenLifetimeS: 15_552_000,
  codeLifetimeMs: 300_000,
  /** content-posting-api-reference-direct-post: the upload_url is valid for one hour. */
  uploadUrlLifetimeMs: 3_600_000,
  /** content-posting-api-media-transfer-guide: a download is dropped after one hour. */
  downloadLimitMs: 3_600_000,
  webhookFirstRetryMs: 10_000,
  /** webhooks-overview: retried for up to 72 hours. */
  webhookGiveUpMs: 72 * 3_600_000,
}
export type Timing = typeof DEFAULT_TIMING

/** tiktok-api-v2-rate-limit, content-sharing-guidelines and the posting references. */
const DEFAULT_LIMITS = {
  initsPerMinute: 6,
  creatorInfoPerMinute: 20,
  statusPerMinute: 30,
  readsPerMinute: 600,
  directPostsPerDay: 15,
  pendingDrafts: 5,
  unauditedCreatorsPerDay: 5,
  auditedCreatorsPerDay: 1_000_000,
}
export type Limits = typeof DEFAULT_LIMITS

export type Overrides<Values> = { [Name in keyof Values]?: Values[Name] | undefined }

export type SimulatorOptions = {
  apps: AppRegistration[]
  host?: string | undefined
  /** 0 or absent: a free one. */
  port?: number | undefined
  /** Given: the simulator does only what is due when `tick()` is called. Absent: it runs by itself. */
  clock?: Clock | undefined
  /** Where state and uploads are kept; without it they end with the simulator. */
  dataDir?: string | null | undefined
  timing?: Overrides<Timing> | undefined
  limits?: Overrides<Limits> | undefined
  random?: RandomBytes | undefined
}

export function resolveTiming(given: Overrides<Timing> = {}): Timing {
  return { ...DEFAULT_TIMING, ...definedOf(given) }
}

export function resolveLimits(given: Overrides<Limits> = {}): Limits {
  return { ...DEFAULT_LIMITS, ...definedOf(given) }
}

function definedOf<Values extends object>(given: Overrides<Values>): Partial<Values>
function definedOf(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
