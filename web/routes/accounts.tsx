import { useQuery } from '@tanstack/react-query'
import { createRoute, useNavigate } from '@tanstack/react-router'
import { z } from 'zod'
import { ACCOUNT_STATUSES } from '#shared/api/accounts.ts'
import { type AccountFilter, PERMISSIONS } from '../features/accounts/account-filter.ts'
import { AccountList } from '../features/accounts/account-list.tsx'
import { ConnectButton } from '../features/accounts/connect-button.tsx'
import { connectResult } from '../features/accounts/connect-result.ts'
import { accountsQuery } from '../features/accounts/queries.ts'
import { ConnectLinkList } from '../features/connect-links/connect-link-list.tsx'
import { InviteDialog } from '../features/connect-links/invite-dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { signedInRoute } from './signed-in.tsx'

const text = z.string().optional().catch(undefined)

export const accountsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/accounts',
  validateSearch: z.object({
    connected: text,
    again: z.boolean().optional().catch(undefined),
    expected: text,
    error: text,
    status: z.enum(ACCOUNT_STATUSES).optional().catch(undefined),
    permission: z.enum(PERMISSIONS).optional().catch(undefined),
    search: text,
  }),
  component: AccountsPage,
})

function AccountsPage() {
  const filter = filterOf(accountsRoute.useSearch())
  const accounts = useQuery(accountsQuery())
  return (
    <Page
      title="Accounts"
      lead="The TikTok accounts this workspace publishes to."
      actions={
        <>
          <InviteDialog />
          {accounts.data && accounts.data.length > 0 && <ConnectButton />}
        </>
      }
    >
      <ConnectNotice />
      <ConnectLinkList />
      <AccountList filter={filter} />
    </Page>
  )
}

function filterOf({ status, permission, search }: AccountFilter): AccountFilter {
  return { status, permission, search }
}

/** What came of the last visit to TikTok's consent page. */
function ConnectNotice() {
  const back = accountsRoute.useSearch()
  const navigate = useNavigate()
  const accounts = useQuery(accountsQuery())
  if (back.connected !== undefined && !accounts.data) return null

  const result = connectResult(back, accounts.data ?? [])
  if (!result) return null
  return (
    <Notice
      tone={result.tone}
      title={result.title}
      onDismiss={() => void navigate({ to: '/accounts', search: filterOf(back), replace: true })}
    >
      {result.detail}
    </Notice>
  )
}
