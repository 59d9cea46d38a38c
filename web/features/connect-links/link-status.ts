import type { ConnectLinkStatus } from '#shared/api/connect-links.ts'
import type { Tone } from '../../ui/tone.ts'

export const linkStatusWords: Record<ConnectLinkStatus, { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'info' },
  used: { label: 'Used', tone: 'good' },
  expired: { label: 'Expired', tone: 'neutral' },
  revoked: { label: 'Taken back', tone: 'neutral' },
}
