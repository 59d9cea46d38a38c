import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ConnectLink } from '#shared/api/connect-links.ts'
import { errorWords } from '../../error-words.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useToast } from '../../ui/toast.tsx'
import { linkStatusWords } from './link-status.ts'
import { refreshConnectLinks, revokeConnectLink } from './queries.ts'

export function ConnectLinkRow({ link }: { link: ConnectLink }) {
  const { label, tone } = linkStatusWords[link.status]
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          <span className="wrap-anywhere">{link.label ?? 'Without a name'}</span>
          <Chip tone={tone}>{label}</Chip>
        </p>
        <p className="text-[0.87rem] wrap-anywhere text-muted">
          Made by {link.createdBy}, <Moment at={link.createdAt} />. <Outcome link={link} />
        </p>
      </div>
      {link.status === 'open' && <TakeBack link={link} />}
    </li>
  )
}

function Outcome({ link: { status, account, usedAt, expiresAt } }: { link: ConnectLink }) {
  if (status === 'used' && usedAt)
    return (
      <>
        {account ? `${account.displayName} was connected` : 'An account was connected'}, <Moment at={usedAt} />.
      </>
    )
  if (status === 'revoked') return 'Nobody has used it.'
  return (
    <>
      {status === 'open' ? 'Good' : 'It was good'} until <Moment at={expiresAt} />.
    </>
  )
}

function TakeBack({ link }: { link: ConnectLink }) {
  const client = useQueryClient()
  const showToast = useToast()
  const revocation = useMutation({
    mutationFn: revokeConnectLink,
    onError: (error) => {
      const { title, detail, remedy } = errorWords(error)
      showToast({ tone: 'bad', title, detail: [detail, remedy].filter(Boolean).join(' ') })
    },
    onSettled: () => refreshConnectLinks(client),
  })
  return (
    <ConfirmDialog
      danger
      title={link.label ? `Take back the link for “${link.label}”?` : 'Take back this link?'}
      confirmLabel="Take it back"
      onConfirm={() => revocation.mutate(link.id)}
      trigger={
        <Button size="small" variant="quiet" busy={revocation.isPending}>
          Take back
        </Button>
      }
    >
      Nobody can connect an account by it any more. Whoever opens it reads that you took it back.
    </ConfirmDialog>
  )
}
