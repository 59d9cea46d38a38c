import { useMutation, useQueryClient } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { InviteForm } from './invite-form.tsx'
import { createConnectLink, refreshConnectLinks } from './queries.ts'
import { ReadyLink } from './ready-link.tsx'

/** Makes a link by which a creator connects an account without being a member. */
export function InviteDialog() {
  const [isOpen, setIsOpen] = useState(false)
  const client = useQueryClient()
  const creation = useMutation({ mutationFn: createConnectLink, onSuccess: () => refreshConnectLinks(client) })

  const handleOpenChange = (open: boolean) => {
    setIsOpen(open)
    creation.reset()
  }

  return (
    <Dialog
      title="Invite a creator"
      open={isOpen}
      onOpenChange={handleOpenChange}
      trigger={
        <Button>
          <UserPlus aria-hidden className="size-4" />
          Invite a creator
        </Button>
      }
    >
      {creation.isSuccess ? (
        <ReadyLink url={creation.data.url} expiresAt={creation.data.expiresAt} onDone={() => handleOpenChange(false)} />
      ) : (
        <InviteForm busy={creation.isPending} error={creation.error} onSubmit={creation.mutate} />
      )}
    </Dialog>
  )
}
