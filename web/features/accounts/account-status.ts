import type { AccountStatus } from '#shared/api/accounts.ts'
import type { Tone } from '../../ui/tone.ts'

interface StatusWords {
  label: string
  explanation: string
  tone: Tone
  needsReconnect: boolean
}

export const accountStatusWords: Record<AccountStatus, StatusWords> = {
  active: { label: 'Connected', explanation: 'Ready to publish.', tone: 'good', needsReconnect: false },
  expired: {
    label: 'Expired',
    explanation: 'TikTok’s permission has run out. Reconnect the account to go on.',
    tone: 'warn',
    needsReconnect: true,
  },
  revoked: {
    label: 'Disconnected',
    explanation: 'Clipdeck has no permission for it any more. Its posts wait until it is reconnected.',
    tone: 'bad',
    needsReconnect: true,
  },
  error: {
    label: 'Problem',
    explanation: 'Its access is in doubt. Its posts wait until it is reconnected.',
    tone: 'warn',
    needsReconnect: true,
  },
}
