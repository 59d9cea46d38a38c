import { Trash2, X } from 'lucide-react'
import type { Media } from '#shared/api/media.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface DeleteMediaProps {
  media: Media
  busy: boolean
  onDelete: () => void
}

/** Deletes an item, or cancels the making of it. */
export function DeleteMedia({ media, busy, onDelete }: DeleteMediaProps) {
  const { fileName } = media
  if (media.status === 'rendering') {
    return (
      <Button
        size="small"
        variant="quiet"
        busy={busy}
        aria-label={`Cancel the making of ${fileName}`}
        onClick={onDelete}
      >
        <X aria-hidden className="size-4" />
        Cancel
      </Button>
    )
  }
  return (
    <ConfirmDialog
      danger
      title={`Delete ${fileName}?`}
      confirmLabel="Delete it"
      onConfirm={onDelete}
      trigger={
        <Button size="small" variant="quiet" busy={busy} aria-label={`Delete ${fileName}`}>
          <Trash2 aria-hidden className="size-4" />
          <span className="max-sm:hidden">Delete</span>
        </Button>
      }
    >
      The file is gone for good. What TikTok already has stays there.
    </ConfirmDialog>
  )
}
