import { type Dispatch, useRef, useState } from 'react'
import type { Post } from '#shared/api/posts.ts'
import type { FullAccount } from '#shared/api/problem.ts'
import { type ErrorWords, errorWords } from '../../error-words.ts'
import { fieldErrorsOf } from '../../field-errors.ts'
import { fullAccountsOf } from '../../full-accounts.ts'
import { newIdempotencyKey } from '../../idempotency-key.ts'
import type { Draft } from './draft.ts'
import { errorsByAccount } from './draft-errors.ts'
import type { DraftAction } from './draft-reducer.ts'
import { draftToPost, type Intent, type NewPost } from './draft-to-post.ts'
import { createPost } from './queries.ts'
import { wasRefused } from './was-refused.ts'

interface Submission {
  /** What is being done, or was tried last. */
  intent: Intent | null
  /** The accounts without room at TikTok, when that was the answer. */
  full: readonly FullAccount[]
  submit: (draft: Draft, intent: Intent, onFull?: 'next') => void
}

export function useSubmission(
  dispatch: Dispatch<DraftAction>,
  onCreated: (post: Post, intent: Intent) => void,
): Submission {
  const [intent, setIntent] = useState<Intent | null>(null)
  const [full, setFull] = useState<readonly FullAccount[]>([])
  const unsettled = useRef<{ body: string; key: string } | null>(null)

  // The same request again keeps its key unless it was refused: the server then makes one post of both.
  const keyFor = (post: NewPost): string => {
    const body = JSON.stringify(post)
    if (unsettled.current?.body !== body) unsettled.current = { body, key: newIdempotencyKey() }
    return unsettled.current.key
  }

  const submit = (draft: Draft, nextIntent: Intent, onFull?: 'next') => {
    if (draft.step !== 'editing') return
    const run = new AbortController().signal
    const post = draftToPost(draft, nextIntent, onFull)
    setIntent(nextIntent)
    dispatch({ type: 'submitted', run })
    createPost(post, { idempotencyKey: keyFor(post), signal: run }).then(
      (created) => onCreated(created, nextIntent),
      (error) => {
        if (wasRefused(error)) unsettled.current = null
        setFull(fullAccountsOf(error))
        const errors = errorsByAccount(fieldErrorsOf(error), draft.choices.targets)
        dispatch({ type: 'submissionFailed', run, failure: wordsFor(error), errors })
      },
    )
  }

  return { intent, full, submit }
}

function wordsFor(error: unknown): ErrorWords {
  const words = errorWords(error)
  if (wasRefused(error)) return words
  return {
    ...words,
    detail: `${words.detail} It is not known whether the post was made.`,
    remedy:
      'Press the button again, in a minute if need be: the same post is never made twice. Before you change anything, look at Posts.',
  }
}
