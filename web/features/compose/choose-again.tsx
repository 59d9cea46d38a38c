import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PostType, Publication } from '#shared/api/posts.ts'
import { errorWords } from '../../error-words.ts'
import { fieldErrorsOf } from '../../field-errors.ts'
import { Button } from '../../ui/button.tsx'
import { ConsentLine } from '../../ui/consent-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { DirectChoices } from './direct-choices.tsx'
import { errorsByAccount } from './draft-errors.ts'
import { targetToPost } from './draft-to-post.ts'
import { stillOffered, targetOf, waitsForChoices } from './held-choices.ts'
import { targetQuestions } from './open-questions.ts'
import { chooseAgain, creatorInfoQuery } from './queries.ts'
import { changeTarget } from './target-rules.ts'

interface ChooseAgainProps {
  publication: Publication
  type: PostType
  isAudited: boolean
  onChosen: () => void
}

/** For a publication that is held because its creator no longer has what was chosen. */
export function ChooseAgain({ publication, type, isAudited, onChosen }: ChooseAgainProps) {
  const [isOpen, setIsOpen] = useState(false)
  if (!waitsForChoices(publication)) return null

  const handleChosen = () => {
    setIsOpen(false)
    onChosen()
  }
  return (
    <Dialog
      title={`Choose again for ${publication.account.displayName}`}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="small" variant="primary">
          Choose again
        </Button>
      }
    >
      <ChoicesForm publication={publication} type={type} isAudited={isAudited} onChosen={handleChosen} />
    </Dialog>
  )
}

function ChoicesForm({ publication, type, isAudited, onChosen }: ChooseAgainProps) {
  const creator = useQuery(creatorInfoQuery(publication.accountId))
  const [chosen, setChosen] = useState(() => targetOf(publication))
  const target = creator.data ? stillOffered(chosen, creator.data) : chosen
  const saving = useMutation({
    mutationFn: () => chooseAgain(publication.postId, targetToPost(target, type)),
    onSuccess: onChosen,
  })
  const [question] = targetQuestions(target, { type, durationMs: null, creator: creator.data ?? null })

  return (
    <div className="grid gap-4">
      {saving.isError && <ProblemNotice {...errorWords(saving.error)} />}
      <DirectChoices
        target={target}
        type={type}
        creator={creator}
        errors={errorsByAccount(fieldErrorsOf(saving.error), [target])}
        durationMs={null}
        isAudited={isAudited}
        onChange={(change) => setChosen(changeTarget(target, change))}
      />
      <div className="border-t border-line pt-3 text-muted">
        <ConsentLine hasBrandedContent={target.brandContent} />
      </div>
      <Button
        variant="primary"
        className="justify-self-end"
        busy={saving.isPending}
        blockedBecause={question?.message ?? null}
        onClick={() => saving.mutate()}
      >
        Go on with these choices
      </Button>
    </div>
  )
}
