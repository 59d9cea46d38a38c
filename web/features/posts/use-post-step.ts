import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, NoContent } from '../../api.ts'
import { errorWords } from '../../error-words.ts'
import { fullAccountsOf } from '../../full-accounts.ts'
import { useToast } from '../../ui/toast.tsx'
import { refreshAllPosts } from './apply-event.ts'

/** Publishing is the creator's express consent: the dialog shows its line before. */
const consent = { musicUsage: true }

export type PostStep =
  | { kind: 'publish'; postId: string; onFull?: 'next' }
  | { kind: 'schedule'; postId: string; publishAt: string; onFull?: 'next' }
  | { kind: 'cancelPost'; postId: string }
  | { kind: 'retry'; publicationId: string }
  | { kind: 'cancel'; publicationId: string }
  | { kind: 'resolve'; publicationId: string; outcome: 'published' | 'failed' }

/** Does one step to a post or a publication, and says so when it was refused. For want of room there is a dialog. */
export function usePostStep() {
  const client = useQueryClient()
  const showToast = useToast()
  return useMutation({
    mutationFn: send,
    onError: (error) => {
      if (fullAccountsOf(error).length > 0) return
      const { title, detail, remedy } = errorWords(error)
      showToast({ tone: 'bad', title, detail: [detail, remedy].filter(Boolean).join(' ') })
    },
    onSettled: () => refreshAllPosts(client),
  })
}

function send(step: PostStep): Promise<unknown> {
  const { path, body } = requestOf(step)
  return api(NoContent, path, { method: 'POST', body })
}

function requestOf(step: PostStep): { path: string; body: object } {
  switch (step.kind) {
    case 'publish':
      return { path: `/posts/${step.postId}/publish`, body: { consent, ...moveOf(step) } }
    case 'schedule':
      return { path: `/posts/${step.postId}/schedule`, body: { publishAt: step.publishAt, consent, ...moveOf(step) } }
    case 'cancelPost':
      return { path: `/posts/${step.postId}/cancel`, body: {} }
    case 'retry':
      return { path: `/publications/${step.publicationId}/retry`, body: {} }
    case 'cancel':
      return { path: `/publications/${step.publicationId}/cancel`, body: {} }
    case 'resolve':
      return { path: `/publications/${step.publicationId}/resolve`, body: { outcome: step.outcome } }
  }
}

function moveOf({ onFull }: { onFull?: 'next' }) {
  return onFull ? { onFull } : {}
}
