import { RECONNECT } from './account-error.ts'

type Words = { detail: string; remedy: string }

/** By `reason` of the event `authorization.removed` (docs page "webhooks-events"). */
const removals: readonly Words[] = [
  { detail: 'TikTok ended the access to this account and gave no reason.', remedy: RECONNECT },
  { detail: 'The creator took the permission back in the TikTok app.', remedy: `Ask the creator. ${RECONNECT}` },
  {
    detail: 'The TikTok account was deleted.',
    remedy: 'It cannot be connected any more: disconnect it here, and choose another account for its posts.',
  },
  {
    detail: 'TikTok ended the access because the age of the creator was changed.',
    remedy: `The creator settles the age in the TikTok app first. ${RECONNECT}`,
  },
  {
    detail: 'TikTok has banned this account.',
    remedy: `The creator can appeal in the TikTok app. When the ban is lifted: ${RECONNECT}`,
  },
  {
    detail: 'The permission was given back to TikTok by this app, perhaps by another workspace.',
    remedy: RECONNECT,
  },
]

const PREFIX = 'authorization_removed_'

export function removalCode(reason: number): string {
  return `${PREFIX}${reason}`
}

export function isRemovalCode(code: string): boolean {
  return code.startsWith(PREFIX)
}

/** Why TikTok ended an access, in words, and what to do next. */
export function revocationWords(code: string): Words {
  const removal = isRemovalCode(code) ? removals[Number(code.slice(PREFIX.length))] : undefined
  return removal ?? { detail: 'TikTok ended the access to this account.', remedy: RECONNECT }
}
