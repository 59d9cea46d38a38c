import { useQuery } from '@tanstack/react-query'
import { createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { ApiError } from '../api.ts'
import { errorWords } from '../error-words.ts'
import { ClosedInvitation, DoneInvitation, isClosing } from '../features/invitation/closed-invitation.tsx'
import { InvitationFrame } from '../features/invitation/invitation-frame.tsx'
import { OpenInvitation } from '../features/invitation/open-invitation.tsx'
import { consentHref, invitationQuery } from '../features/invitation/queries.ts'
import { visitorErrorWords } from '../features/invitation/visitor-errors.ts'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { rootRoute } from './root.tsx'

const Back = z.object({
  /** A text, as on the accounts page: the router joins the searches of all pages into one type. */
  connected: z
    .union([z.string(), z.number()])
    .optional()
    .catch(undefined)
    .transform((value) => (value === undefined ? undefined : 'yes')),
  /** The account was there before. */
  again: z.boolean().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
})

/** What a creator opens: a connect link, without being signed in. */
export const connectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connect/$token',
  validateSearch: Back,
  component: ConnectPage,
})

/** Where TikTok's answer leads in a browser that does not know the link. */
export const connectLostRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connect',
  validateSearch: Back,
  component: LostPage,
})

function ConnectPage() {
  const { error } = connectRoute.useSearch()
  return (
    <InvitationFrame title="Connect your TikTok account">
      {error !== undefined && <Failure code={error} />}
      <Invitation />
    </InvitationFrame>
  )
}

function Invitation() {
  const { token } = connectRoute.useParams()
  const { connected, again = false } = connectRoute.useSearch()
  const invitation = useQuery(invitationQuery(token))
  if (invitation.isPending) return <Loading what="the invitation" />
  if (invitation.isSuccess) return <OpenInvitation invitation={invitation.data} consentHref={consentHref(token)} />
  const code = invitation.error instanceof ApiError ? invitation.error.problem.code : ''
  // The address alone is no proof: the link must be used, too.
  if (code === 'link_used' && connected !== undefined) return <DoneInvitation wasKnown={again} />
  if (isClosing(code)) return <ClosedInvitation code={code} />
  return <ProblemNotice {...errorWords(invitation.error)} onRetry={() => void invitation.refetch()} />
}

function LostPage() {
  const { error = 'state_foreign' } = connectLostRoute.useSearch()
  return (
    <InvitationFrame title="Connect your TikTok account">
      <Failure code={error} />
    </InvitationFrame>
  )
}

function Failure({ code }: { code: string }) {
  // What became of the link is said by the page itself.
  if (isClosing(code)) return null
  const { title, detail } = visitorErrorWords(code)
  return (
    <Notice tone="bad" title={title}>
      {detail}
    </Notice>
  )
}
