import { CircleCheck, Clock, type LucideIcon, Undo2, Unlink } from 'lucide-react'
import { EmptyState } from '../../ui/empty-state.tsx'

interface Words {
  icon: LucideIcon
  title: string
  text: string
}

const askForNew = 'Ask whoever sent it to you for a new one.'

const words: Readonly<Record<string, Words>> = {
  link_used: {
    icon: CircleCheck,
    title: 'This link was used',
    text: `An account was connected by it, and it works only once. To connect another account: ${askForNew.toLowerCase()}`,
  },
  link_expired: { icon: Clock, title: 'This link has expired', text: askForNew },
  link_revoked: { icon: Undo2, title: 'This link was taken back', text: `Nothing was connected by it. ${askForNew}` },
  not_found: {
    icon: Unlink,
    title: 'There is no such link',
    text: `Perhaps a part of the address got lost. Open it again as you were sent it. ${askForNew}`,
  },
}

/** True for a problem that this page puts into words of its own. */
export function isClosing(code: string): boolean {
  return Object.hasOwn(words, code)
}

/** Why nobody can connect by this link. */
export function ClosedInvitation({ code }: { code: string }) {
  const known = words[code]
  if (!known) return null
  return (
    <EmptyState icon={known.icon} title={known.title}>
      {known.text}
    </EmptyState>
  )
}

/** The end of the way: this browser has connected an account. */
export function DoneInvitation({ wasKnown }: { wasKnown: boolean }) {
  return (
    <EmptyState icon={CircleCheck} title="Your account is connected">
      {wasKnown
        ? 'It was connected before: its permission was renewed. Did you mean another account? Switch accounts on TikTok, and ask for a new link.'
        : 'There is nothing more to do, and you can close this page.'}{' '}
      To take it back, remove Clipdeck’s access in the settings of the TikTok app.
    </EmptyState>
  )
}
