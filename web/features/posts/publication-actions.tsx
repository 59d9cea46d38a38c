import type { Publication } from '#shared/api/posts.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { publicationActions } from './allowed-actions.ts'
import { usePostStep } from './use-post-step.ts'

export function PublicationActions({ publication }: { publication: Publication }) {
  const step = usePostStep()
  const actions = publicationActions(publication)
  const publicationId = publication.id
  const { displayName } = publication.account

  return (
    <>
      {actions.includes('retry') && (
        <Button size="small" busy={step.isPending} onClick={() => step.mutate({ kind: 'retry', publicationId })}>
          {publication.status === 'held' ? 'Go on' : 'Try again'}
        </Button>
      )}
      {actions.includes('resolve') && (
        <>
          <ConfirmDialog
            title={`Is it live on ${displayName}?`}
            confirmLabel="Yes, it is live"
            cancelLabel="Back"
            onConfirm={() => step.mutate({ kind: 'resolve', publicationId, outcome: 'published' })}
            trigger={<Button size="small">It is live</Button>}
          >
            Look at the profile in the TikTok app first. The publication is then closed as published.
          </ConfirmDialog>
          <ConfirmDialog
            danger
            title={`Is it really not on ${displayName}?`}
            confirmLabel="It is not there"
            cancelLabel="Back"
            onConfirm={() => step.mutate({ kind: 'resolve', publicationId, outcome: 'failed' })}
            trigger={<Button size="small">It is not there</Button>}
          >
            Look at the profile first, private videos too. It is then closed as failed, and may be sent again. If it was
            live after all, trying again would make a second post.
          </ConfirmDialog>
        </>
      )}
      {actions.includes('cancel') && (
        <ConfirmDialog
          danger
          title={`Cancel it for ${displayName}?`}
          confirmLabel="Cancel it"
          cancelLabel="Keep it"
          onConfirm={() => step.mutate({ kind: 'cancel', publicationId })}
          trigger={
            <Button size="small" variant="quiet">
              Cancel
            </Button>
          }
        >
          The other accounts of this post are not touched. A cancelled publication cannot be taken up again.
        </ConfirmDialog>
      )}
    </>
  )
}
