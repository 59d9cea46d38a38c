import { ArrowRight, Check } from 'lucide-react'
import type { ConnectInvitation } from '#shared/api/connect-links.ts'
import { buttonClass } from '../../ui/button-class.ts'
import { Moment } from '../../ui/moment.tsx'
import { scopeWords } from './scope-words.ts'

interface OpenInvitationProps {
  invitation: ConnectInvitation
  consentHref: string
}

/** Who asks for what, before TikTok's own page asks again. */
export function OpenInvitation({ invitation, consentHref }: OpenInvitationProps) {
  const { workspaceName, invitedBy, scopes, expiresAt } = invitation
  return (
    <>
      <div>
        <h1 className="text-2xl font-semibold tracking-tight text-balance wrap-anywhere">
          Connect your TikTok account
        </h1>
        <p className="mt-1 wrap-anywhere text-muted">
          <strong className="font-semibold text-ink">{invitedBy}</strong> invites you to connect it to{' '}
          <strong className="font-semibold text-ink">{workspaceName}</strong>.
        </p>
      </div>
      <section aria-labelledby="asked-heading" className="card grid gap-3 p-4 sm:p-5">
        <h2 id="asked-heading" className="font-semibold">
          The people of this workspace ask to
        </h2>
        <ul className="grid gap-2">
          {scopeWords(scopes).map((words) => (
            <li key={words} className="flex items-start gap-2.5">
              <Check aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
              <span className="min-w-0 wrap-anywhere">{words}</span>
            </li>
          ))}
        </ul>
        <p className="border-t border-line pt-3 text-[0.93rem] text-muted">
          They can then publish there without asking you each time. They do not see your password or your messages.
        </p>
      </section>
      <a href={consentHref} className={`${buttonClass('primary')} min-h-12 w-full text-base`}>
        Continue to TikTok
        <ArrowRight aria-hidden className="size-5" />
      </a>
      <div className="grid gap-2 text-[0.93rem] text-muted">
        <p>
          You sign in on TikTok’s own page and choose there what you allow. You can take it back at any time in the
          settings of the TikTok app.
        </p>
        <p>
          The link works once, until <Moment at={expiresAt} />.
        </p>
      </div>
    </>
  )
}
