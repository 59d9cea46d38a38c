interface ConnectErrorWords {
  title: string
  remedy: string
}

const cancelled = {
  title: 'The connection was not allowed',
  remedy: 'Nothing was changed. Start again and choose “Continue” on TikTok’s page.',
}
const tooLate = {
  title: 'The sign-in at TikTok took too long or was used already',
  remedy: 'Start again: each attempt is good for five minutes and for one time.',
}
const misconfigured = {
  title: 'TikTok does not accept this app’s settings',
  remedy:
    'Compare the client key, the client secret and the redirect URI with those in TikTok’s developer portal, character by character.',
}
const scopes = {
  title: 'TikTok refuses the permissions Clipdeck asks for',
  remedy: 'Add the Content Posting API and its scopes to the app in TikTok’s developer portal, then connect again.',
}
const tiktokDown = {
  title: 'TikTok is not available right now',
  remedy: 'Nothing was changed. Try again in a few minutes.',
}

/** OAuth errors of oauth-error-handling and login-kit-web, and those of our own callback. */
const words: Readonly<Record<string, ConnectErrorWords>> = {
  access_denied: cancelled,
  user_cancel: cancelled,
  non_sandbox_target: {
    title: 'This account may not use the sandbox app',
    remedy: 'Add it as a target user of the sandbox in TikTok’s developer portal; that can take up to an hour.',
  },
  invalid_grant: tooLate,
  state_invalid: tooLate,
  code_missing: tooLate,
  invalid_request: misconfigured,
  invalid_client: misconfigured,
  unauthorized_client: misconfigured,
  invalid_scope: scopes,
  scope_not_authorized: scopes,
  server_error: tiktokDown,
  temporarily_unavailable: tiktokDown,
  tiktok_unreachable: {
    title: 'TikTok could not be reached',
    remedy: 'Nothing was changed. Check the server’s connection to the internet, then connect again.',
  },
}

export function connectErrorWords(code: string): ConnectErrorWords {
  return (
    words[code] ?? {
      title: `The account was not connected (${code})`,
      remedy: 'Nothing was changed. Try again; if it stays, look for this code in the server’s log.',
    }
  )
}
