import type { PostType } from '#shared/api/posts.ts'
import { errorWords } from '../../error-words.ts'
import type { FieldErrors } from '../../field-errors.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { DisclosureFields } from './disclosure-fields.tsx'
import type { TargetDraft } from './draft.ts'
import { InteractionFields } from './interaction-fields.tsx'
import { durationQuestion } from './open-questions.ts'
import { PrivacyField } from './privacy-field.tsx'
import type { CreatorAnswer } from './target-list.tsx'
import type { TargetChange } from './target-rules.ts'

interface DirectChoicesProps {
  target: TargetDraft
  type: PostType
  creator: CreatorAnswer | undefined
  errors: FieldErrors
  durationMs: number | null
  isAudited: boolean
  onChange: (change: TargetChange) => void
}

/** What the creator decides for a direct post, out of what TikTok offers right now. */
export function DirectChoices(props: DirectChoicesProps) {
  const { target, type, creator, errors, durationMs, isAudited, onChange } = props
  if (creator?.error) {
    return <ProblemNotice {...errorWords(creator.error)} onRetry={() => void creator.refetch()} />
  }
  const info = creator?.data
  if (!info) {
    return (
      <div role="status" className="grid gap-3">
        <span className="text-[0.93rem] text-muted">Asking TikTok what this creator may choose…</span>
        <Skeleton className="h-10" />
        <Skeleton className="h-8" />
      </div>
    )
  }
  if (!info.canPost) {
    return (
      <Notice tone="warn" title="This account cannot post right now">
        <p>{info.reason ?? 'TikTok does not say why.'}</p>
        <p className="mt-1">Try again later, or take it off this post.</p>
      </Notice>
    )
  }
  const tooLong = durationQuestion(durationMs, info)
  return (
    <>
      {tooLong && <Notice tone="bad" title={tooLong} />}
      <div className="grid gap-5 md:grid-cols-2">
        <PrivacyField
          target={target}
          type={type}
          creator={info}
          error={errors[`${target.accountId}.privacyLevel`]}
          isAudited={isAudited}
          onChange={onChange}
        />
        <InteractionFields target={target} type={type} creator={info} errors={errors} onChange={onChange} />
      </div>
      <DisclosureFields target={target} type={type} errors={errors} onChange={onChange} />
      {type === 'photo' && (
        <Checkbox
          label="Let TikTok add music"
          description="TikTok chooses it; the creator can change it in the app."
          checked={target.autoAddMusic}
          onChange={(autoAddMusic) => onChange({ autoAddMusic })}
        />
      )}
      <Checkbox
        label="AI-generated content"
        description="TikTok adds the label “Creator labeled as AI-generated”."
        checked={target.aiGenerated}
        onChange={(aiGenerated) => onChange({ aiGenerated })}
      />
    </>
  )
}
