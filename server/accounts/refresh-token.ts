import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { refreshRoute } from '../limits/call-route.ts'
import type { Secret } from '../vault/secret.ts'
import { unusable } from './account-error.ts'
import { openToken, openUsableToken } from './account-tokens.ts'
import { getAccount } from './accounts-store.ts'
import { takeAttempt } from './refresh-lease.ts'
import { sendRefresh } from './send-refresh.ts'
import { TokenRefreshError } from './token-refresh-error.ts'

/**
 * `insteadOf`: a token that TikTok just refused; if another process has replaced it meanwhile, that one is used.
 * `force`: however long the token still lasts, and whatever failed before. `since`: what the caller saw of the account; a
 * refresh that ended after that serves.
 */
export type Want = { insteadOf?: Secret; force?: boolean; since?: AccountRow }

/** How often somebody else's refresh is looked at: it takes as long as a call to TikTok. */
const FIRST_LOOK_MS = 20
const LAST_LOOK_MS = 500
/** Longer than any call to TikTok takes. */
const PATIENCE_MS = 45_000

const flights = new WeakMap<Context, Map<string, Promise<Secret>>>()

/**
 * Look, take the lease, look again, refresh, save: one refresh per account at a time in the whole fleet, because TikTok's
 * old refresh token dies with the answer (docs page "oauth-user-access-token-management"). Nobody keeps a connection while
 * TikTok thinks. Throws AccountUnusableError when a person must reconnect, TokenRefreshError when it is tried again, and
 * BreakerOpenError when calls rest: then nothing was written or sent.
 */
export async function refreshToken(ctx: Context, accountId: string, want: Want = {}): Promise<Secret> {
  const token = await joinFlight(ctx, accountId, want)
  return token.reveal() === want.insteadOf?.reveal() ? joinFlight(ctx, accountId, want) : token
}

/** Everybody in this process who needs the account's token shares one refresh and its outcome. */
function joinFlight(ctx: Context, accountId: string, want: Want): Promise<Secret> {
  const ours = flights.get(ctx) ?? new Map<string, Promise<Secret>>()
  flights.set(ctx, ours)
  const running = ours.get(accountId)
  if (running) return running
  const flight = refreshNow(ctx, accountId, want).finally(() => ours.delete(accountId))
  ours.set(accountId, flight)
  return flight
}

async function refreshNow(ctx: Context, accountId: string, want: Want): Promise<Secret> {
  const giveUpAt = performance.now() + PATIENCE_MS
  const first = want.since ?? (await getAccount(ctx.db, accountId))
  let account = first
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(lookMs * 1.5, LAST_LOOK_MS)) {
    const stored = await storedToken(ctx, { account, first, want })
    if (stored) return stored
    mustNotRest(ctx, { account, first, want })
    if (isInOtherHands(ctx, account)) {
      if (performance.now() > giveUpAt) throw busy(account, ctx.clock.now())
      await pause(lookMs)
    } else {
      // Before the account says that a refresh is on its way.
      await using pass = await ctx.breakers.enter(refreshRoute(accountId, ctx.config))
      const attempt = await takeAttempt(ctx, account)
      const token = attempt && (await sendRefresh(ctx, attempt, pass))
      if (token) return token
    }
    account = await getAccount(ctx.db, accountId)
  }
}

type Look = { account: AccountRow; first: AccountRow; want: Want }

/** The token that serves, if there is one: also what somebody else has got since our first look. */
async function storedToken(ctx: Context, { account, first, want }: Look): Promise<Secret | null> {
  const { status, lastError } = account
  if (status !== 'active') throw unusable({ status, lastError })
  if (want.insteadOf) {
    const stored = await openToken(ctx, account, 'access-token')
    return stored && stored.reveal() !== want.insteadOf.reveal() ? stored : null
  }
  if (!want.force) return openUsableToken(ctx, account)
  const isRenewed = account.sealedAccessToken !== first.sealedAccessToken
  return isRenewed ? openToken(ctx, account, 'access-token') : null
}

/** Throws when a refresh failed so recently that TikTok is not to be asked again yet. */
function mustNotRest(ctx: Context, { account, first, want }: Look): void {
  const { refreshAt, refreshFailures, lastError } = account
  const isResting = refreshFailures > 0 && refreshAt !== null && refreshAt > ctx.clock.now()
  const hasFailedMeanwhile = refreshFailures > first.refreshFailures
  if (!isResting || (want.force && !hasFailedMeanwhile)) return
  throw new TokenRefreshError(lastError?.detail ?? 'The access could not be renewed.', {
    code: lastError?.code ?? 'refresh_failed',
    advice: lastError?.remedy ?? 'It is tried again by itself.',
    remedy: 'wait',
    retryAt: refreshAt,
  })
}

function isInOtherHands(ctx: Context, { refreshLeaseUntil }: AccountRow): boolean {
  return refreshLeaseUntil !== null && refreshLeaseUntil > ctx.clock.now()
}

function busy({ refreshLeaseUntil }: AccountRow, now: Date): TokenRefreshError {
  return new TokenRefreshError('The access is being renewed elsewhere, and that takes very long.', {
    code: 'refresh_under_way',
    advice: 'It is tried again by itself.',
    remedy: 'wait',
    retryAt: refreshLeaseUntil ?? now,
  })
}
