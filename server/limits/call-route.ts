import type { BreakerScope } from '#shared/api/breakers.ts'
import type { Config } from '../config.ts'
import type { CircuitBreakerRow } from '../db/tables.ts'

/** Which breaker: its key and what it is about. */
export type BreakerName = Pick<CircuitBreakerRow, 'key' | 'scope' | 'host' | 'accountId'>

/** Whose call it is, and the breakers that it has to pass. */
export type CallRoute = { accountId: string; breakers: BreakerName[] }

/** A call with an account's access token: the account's breaker and that of the API's host. */
export function apiRoute(accountId: string, { tiktok }: Pick<Config, 'tiktok'>): CallRoute {
  const ofAccount: BreakerName = { key: `account:${accountId}`, scope: 'account', host: null, accountId }
  return { accountId, breakers: [ofAccount, ofHost('api', tiktok.apiUrl)] }
}

/** A refresh of an account's tokens: its host alone, because without a token the account could never show that it is well. */
export function refreshRoute(accountId: string, { tiktok }: Pick<Config, 'tiktok'>): CallRoute {
  return { accountId, breakers: [ofHost('api', tiktok.apiUrl)] }
}

/** A chunk: the host of its upload URL. Of the URL nothing else is kept. */
export function uploadRoute(accountId: string, uploadUrl: string): CallRoute {
  return { accountId, breakers: URL.canParse(uploadUrl) ? [ofHost('upload', uploadUrl)] : [] }
}

export function apiHost({ tiktok }: Pick<Config, 'tiktok'>): BreakerName {
  return ofHost('api', tiktok.apiUrl)
}

function ofHost(scope: Exclude<BreakerScope, 'account'>, url: string): BreakerName {
  const { host } = new URL(url)
  return { key: `${scope}:${host}`, scope, host, accountId: null }
}
