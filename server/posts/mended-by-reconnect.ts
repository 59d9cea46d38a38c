import { adviceForCode, adviceForFailReason } from '#tiktok/remedies.ts'

/** Our own words for what a reconnected account mends. TikTok's words for it have the remedy "reconnect". */
const OWN_CODES = ['account_revoked', 'account_expired', 'account_error', 'scope_missing', 'vault_key_missing']

/** True when a publication that is held for this reason goes on once its account is connected again. */
export function isMendedByReconnect(code: string): boolean {
  return OWN_CODES.includes(code) || isRefusedGrant(code)
}

/** True when TikTok says so that the account's grant is gone or too small: the account is revoked. */
export function isRefusedGrant(code: string): boolean {
  return adviceForCode(code, 400).remedy === 'reconnect' || adviceForFailReason(code).remedy === 'reconnect'
}
