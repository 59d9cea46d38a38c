interface VisitorErrorWords {
  title: string
  detail: string
}

const denied = {
  title: 'You did not allow it',
  detail: 'Nothing was changed. If that was a mistake, go to TikTok again and choose “Continue” there.',
}
const tooLate = {
  title: 'That took too long, or was done twice',
  detail: 'Nothing was changed. Go to TikTok again: each visit is good for five minutes and for one time.',
}
const elsewhere = {
  title: 'You came back in another browser',
  detail:
    'Nothing was changed. Open the link that you were sent in your phone’s own browser, not inside another app, and stay in it until you are done.',
}
const tiktokDown = {
  title: 'TikTok is not available right now',
  detail: 'Nothing was changed. Try again in a few minutes.',
}
const tooLittle = {
  title: 'TikTok did not let Clipdeck see your name',
  detail: 'Nothing was connected. Go to TikTok again and leave the permissions ticked that you agree to.',
}

const words: Readonly<Record<string, VisitorErrorWords>> = {
  access_denied: denied,
  user_cancel: denied,
  invalid_grant: tooLate,
  code_missing: tooLate,
  state_used: tooLate,
  state_expired: tooLate,
  attempt_unreadable: tooLate,
  state_missing: elsewhere,
  state_unknown: elsewhere,
  state_foreign: elsewhere,
  session_ended: elsewhere,
  scope_not_authorized: tooLittle,
  scope_permission_missed: tooLittle,
  server_error: tiktokDown,
  temporarily_unavailable: tiktokDown,
  internal_error: tiktokDown,
  rate_limit_exceeded: tiktokDown,
  tiktok_unreachable: tiktokDown,
  tiktok_no_answer: tiktokDown,
  tiktok_nonsense: tiktokDown,
  non_sandbox_target: {
    title: 'TikTok does not know you for this app yet',
    detail: 'The app is being tried out. Ask whoever sent you the link to add your TikTok account to its testers.',
  },
}

/** What a creator reads when the way over TikTok failed; whatever only the owner of the app can mend names its code. */
export function visitorErrorWords(code: string): VisitorErrorWords {
  const known = Object.hasOwn(words, code) ? words[code] : undefined
  return (
    known ?? {
      title: 'TikTok did not connect your account',
      detail: `Nothing was changed. Tell whoever sent you the link that TikTok answered “${code}”.`,
    }
  )
}
