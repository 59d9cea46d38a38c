import { useQuery } from '@tanstack/react-query'
import { createRoute, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { z } from 'zod'
import { AccountList } from '../features/accounts/account-list.tsx'
import { wantedAccountId } from '../features/accounts/connect-attempt.ts'
import { ConnectButton } from '../features/accounts/connect-button.tsx'
import { connectResult } from '../features/accounts/connect-result.ts'
import { accountsQuery } from '../features/accounts/queries.ts'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { signedInRoute } from './signed-in.tsx'

const text = z.string().optional().catch(undefined)

export const accountsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/accounts',
  validateSearch: z.object({ connected: text, again: z.boolean().optional().catch(undefined), error: text }),
  component: AccountsPage,
})

function AccountsPage() {
  const accounts = useQuery(accountsQuery())
  return (
    <Page
      title="Accounts"
      lead="The TikTok accounts this workspace publishes to."
      actions={accounts.data && accounts.data.length > 0 && <ConnectButton />}
    >
      <ConnectNotice />
      <AccountList />
    </Page>
  )
}

/** What came of the last visit to TikTok's consent page. */
function ConnectNotice() {
  const back = accountsRoute.useSearch()
  const navigate = useNavigate()
  const accounts = useQuery(accountsQuery())
  const [wantedId] = useState(wantedAccountId)
  if (back.connected !== undefined && !accounts.data) return null

  const result = connectResult(back, wantedId, accounts.data ?? [])
  if (!result) return null
  return (
    <Notice
      tone={result.tone}
      title={result.title}
      onDismiss={() => void navigate({ to: '/accounts', search: {}, replace: true })}
    >
      {result.detail}
    </Notice>
  )
}
