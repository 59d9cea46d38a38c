import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RefreshCw, Unplug } from 'lucide-react'
import type { Account } from '#shared/api/accounts.ts'
import { errorWords } from '../../error-words.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { accountStatusWords } from './account-status.ts'
import { capabilityWords } from './capability-words.ts'
import { startConnecting } from './connect-attempt.ts'
import { disconnectAccount, refreshAccounts, syncAccount } from './queries.ts'

export function AccountActions({ account }: { account: Account }) {
  const sync = useAccountAction(syncAccount, `${account.displayName} is up to date`)
  const disconnect = useAccountAction(disconnectAccount, `${account.displayName} is disconnected`)
  const needsReconnect = accountStatusWords[account.status].needsReconnect
  const lacksScope = capabilityWords(account.capabilities).missing.length > 0 || account.username === null

  return (
    <div className="flex flex-wrap content-start gap-2 sm:col-span-2 lg:col-span-1 lg:flex-col lg:flex-nowrap lg:items-stretch">
      {(needsReconnect || lacksScope) && (
        <Button
          size="small"
          variant={needsReconnect ? 'primary' : 'secondary'}
          onClick={() => startConnecting(account.id)}
        >
          {needsReconnect ? 'Reconnect' : 'Grant more'}
        </Button>
      )}
      {!needsReconnect && (
        <Button size="small" busy={sync.isPending} onClick={() => sync.mutate(account.id)}>
          {!sync.isPending && <RefreshCw aria-hidden className="size-4" />}
          Sync profile
        </Button>
      )}
      {account.status !== 'revoked' && (
        <ConfirmDialog
          danger
          title={`Disconnect ${account.displayName}?`}
          confirmLabel="Disconnect"
          cancelLabel="Keep it connected"
          onConfirm={() => disconnect.mutate(account.id)}
          trigger={
            <Button size="small" variant="quiet" busy={disconnect.isPending}>
              <Unplug aria-hidden className="size-4" />
              Disconnect
            </Button>
          }
        >
          Clipdeck gives its permission back to TikTok and deletes the tokens. Scheduled posts for this account wait
          until it is reconnected. What was published stays on TikTok, and its history stays here.
        </ConfirmDialog>
      )}
    </div>
  )
}

function useAccountAction(act: (accountId: string) => Promise<void>, done: string) {
  const client = useQueryClient()
  const showToast = useToast()
  return useMutation({
    mutationFn: act,
    onSuccess: () => showToast({ tone: 'good', title: done }),
    onError: (error) => {
      const { title, detail, remedy } = errorWords(error)
      showToast({ tone: 'bad', title, detail: [detail, remedy].filter(Boolean).join(' ') })
    },
    onSettled: () => refreshAccounts(client),
  })
}
