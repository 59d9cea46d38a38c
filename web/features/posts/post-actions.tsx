import type { Post } from '#shared/api/posts.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ConsentLine } from '../../ui/consent-line.tsx'
import { postActions } from './allowed-actions.ts'
import { NoRoomDialog } from './no-room-dialog.tsx'
import { ScheduleDialog } from './schedule-dialog.tsx'
import { usePostStep } from './use-post-step.ts'

/** What can be done about the whole post. */
export function PostActions({ post }: { post: Post }) {
  const step = usePostStep()
  const actions = postActions(post.publications)
  const hasBrandedContent = post.publications.some(({ brandContent }) => brandContent)

  return (
    <>
      {actions.includes('cancel') && (
        <ConfirmDialog
          danger
          title="Cancel this post?"
          confirmLabel="Cancel the post"
          cancelLabel="Keep it"
          onConfirm={() => step.mutate({ kind: 'cancelPost', postId: post.id })}
          trigger={<Button variant="quiet">Cancel post</Button>}
        >
          What has not started will not be sent. What TikTok already has cannot be taken back from here.
        </ConfirmDialog>
      )}
      {actions.includes('schedule') && (
        <ScheduleDialog
          publishAt={post.publishAt}
          hasBrandedContent={hasBrandedContent}
          onSchedule={(publishAt) => step.mutate({ kind: 'schedule', postId: post.id, publishAt })}
        />
      )}
      {actions.includes('publish') && (
        <ConfirmDialog
          title="Publish now?"
          confirmLabel="Publish now"
          cancelLabel="Not yet"
          onConfirm={() => step.mutate({ kind: 'publish', postId: post.id })}
          trigger={
            <Button variant="primary" busy={step.isPending}>
              Publish now
            </Button>
          }
        >
          <p className="mb-2">It goes to every account that has not started yet.</p>
          <ConsentLine hasBrandedContent={hasBrandedContent} />
        </ConfirmDialog>
      )}
      <NoRoomDialog step={step} />
    </>
  )
}
