/** What a person is told when an account could not be connected. */
export interface ConnectErrorWords {
  title: string
  /** What happened. */
  detail: string
  /** What to do next. */
  remedy: string
}

const denied: ConnectErrorWords = {
  title: 'The connection was not allowed',
  detail: 'Somebody pressed “Cancel” on TikTok’s page. Nothing was changed.',
  remedy: 'Start again and choose “Continue” on TikTok’s page.',
}
const down: ConnectErrorWords = {
  title: 'TikTok is not available right now',
  detail: 'TikTok answered that it has a problem of its own. Nothing was changed.',
  remedy: 'Try again in a few minutes.',
}
const badScope: ConnectErrorWords = {
  title: 'TikTok refuses the permissions Clipdeck asks for',
  detail: 'The app has no approval for at least one of its scopes.',
  remedy:
    'Add Login Kit, the Content Posting API and all six scopes to the app in TikTok’s developer portal, then connect again.',
}
const tooFewScopes: ConnectErrorWords = {
  title: 'A permission is missing that Clipdeck cannot do without',
  detail: 'TikTok did not let Clipdeck read the profile. Nothing was connected.',
  remedy: 'Start again and leave the permissions ticked on TikTok’s page.',
}

const askForNewLink = 'Ask whoever sent the link for a new one.'

/** Pages: oauth-error-handling, login-kit-web, tiktok-api-v2-error-handling; those with `state_` are our own. */
const words: Readonly<Record<string, ConnectErrorWords>> = {
  access_denied: denied,
  user_cancel: denied,
  non_sandbox_target: {
    title: 'This account may not use the sandbox app',
    detail: 'The app is a sandbox, and this TikTok account is not one of its target users.',
    remedy: 'Add it as a target user of the sandbox in TikTok’s developer portal; that can take up to an hour.',
  },
  account_deleted: {
    title: 'This TikTok account does not exist any more',
    detail: 'TikTok says that the account was deleted.',
    remedy: 'Start again with another account.',
  },

  state_missing: {
    title: 'This did not come from TikTok’s page',
    detail: 'The address has no state, so nobody knows which attempt it belongs to. Nothing was changed.',
    remedy: 'Start on the Accounts page.',
  },
  state_unknown: {
    title: 'This attempt is not known here',
    detail: 'It was made up, or it is long over. Nothing was changed.',
    remedy: 'Start on the Accounts page.',
  },
  state_used: {
    title: 'This attempt was used already',
    detail: 'Each attempt works once, and this one has come back before.',
    remedy: 'Look whether the account is connected; if not, start again.',
  },
  state_expired: {
    title: 'The sign-in at TikTok took too long',
    detail: 'An attempt is good for five minutes. Nothing was changed.',
    remedy: 'Start again.',
  },
  state_foreign: {
    title: 'This attempt was begun by somebody else',
    detail: 'Another person or another browser began it, so it was refused. Nothing was changed.',
    remedy: 'Start again in this browser. If somebody sent you the link here, do not use it.',
  },
  session_ended: {
    title: 'You are not signed in any more',
    detail: 'The sign-in to Clipdeck ended while TikTok’s page was open. Nothing was changed.',
    remedy: 'Sign in, then start again.',
  },
  attempt_unreadable: {
    title: 'This attempt cannot be finished',
    detail: 'What Clipdeck had kept for it does not open: its encryption key is no longer set.',
    remedy: 'Start again. If it stays, compare ENCRYPTION_KEYS with what it was before.',
  },
  code_missing: {
    title: 'TikTok sent neither a code nor an error',
    detail: 'Without a code nothing can be connected. Nothing was changed.',
    remedy: 'Start again.',
  },

  link_used: {
    title: 'This link was used',
    detail: 'Somebody connected an account by it while TikTok’s page was open. Nothing was connected.',
    remedy: askForNewLink,
  },
  link_revoked: {
    title: 'This link was taken back',
    detail: 'That happened while TikTok’s page was open. Nothing was connected.',
    remedy: askForNewLink,
  },
  link_expired: {
    title: 'This link has expired',
    detail: 'Its time ran out while TikTok’s page was open. Nothing was connected.',
    remedy: askForNewLink,
  },

  invalid_grant: {
    title: 'TikTok’s code has expired or was used already',
    detail: 'A code works once, for a few minutes. Nothing was changed.',
    remedy: 'Start again, and go straight through TikTok’s page.',
  },
  invalid_request: {
    title: 'TikTok does not accept the redirect URI',
    detail: 'The address of the callback is not the one that is registered for the app.',
    remedy:
      'Register APP_URL followed by /api/v1/tiktok/oauth/callback (or TIKTOK_REDIRECT_URI) in TikTok’s developer portal, byte for byte.',
  },
  invalid_client: {
    title: 'TikTok does not accept the client key and secret',
    detail: 'They do not belong together, or not to this app.',
    remedy:
      'Compare TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET with TikTok’s developer portal, character by character.',
  },
  unauthorized_client: {
    title: 'The app may not sign anybody in',
    detail: 'TikTok knows the app, but not with this kind of sign-in.',
    remedy: 'Add Login Kit to the app in TikTok’s developer portal, and wait for its review.',
  },
  invalid_scope: badScope,
  scope_not_authorized: tooFewScopes,
  scope_permission_missed: tooFewScopes,
  access_token_invalid: {
    title: 'TikTok took its permission back at once',
    detail: 'The token that TikTok had just given was refused. Nothing was connected.',
    remedy: 'Start again.',
  },

  server_error: down,
  temporarily_unavailable: down,
  internal_error: down,
  rate_limit_exceeded: {
    title: 'Too many calls to TikTok',
    detail: 'TikTok wants fewer calls in one minute. Nothing was changed.',
    remedy: 'Wait a minute, then try again.',
  },
  tiktok_unreachable: {
    title: 'TikTok could not be reached',
    detail: 'The server got no connection to TikTok. Nothing was changed.',
    remedy: 'Check the server’s connection to the internet (DNS, firewall, proxy), then connect again.',
  },
  tiktok_no_answer: {
    title: 'TikTok did not answer',
    detail: 'The connection was there, but no answer came through it. Nothing was connected.',
    remedy: 'Try again in a moment.',
  },
  tiktok_nonsense: {
    title: 'Something that is not TikTok’s answer came back',
    detail:
      'What came instead cannot be read: perhaps a proxy or a login page stands in between. Nothing was connected.',
    remedy: 'Try again in a moment. If it stays, check TIKTOK_API_URL and what stands between the server and TikTok.',
  },
}

/** The words for a code of the callback, also for one that nobody knows. */
export function connectErrorWords(code: string): ConnectErrorWords {
  const known = Object.hasOwn(words, code) ? words[code] : undefined
  return (
    known ?? {
      title: 'The account was not connected',
      detail: `TikTok gave the reason “${asConnectErrorCode(code)}”. Nothing was changed.`,
      remedy: 'Try again; if it stays, look for this code in the server’s log.',
    }
  )
}

/** A code is a short plain word; whatever else stands in its place is not repeated. */
export function asConnectErrorCode(text: string): string {
  return /^[\w.-]{1,100}$/.test(text) ? text : 'unknown_error'
}
