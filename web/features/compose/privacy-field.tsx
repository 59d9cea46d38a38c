import type { CreatorInfo } from '#shared/api/accounts.ts'
import type { PostType } from '#shared/api/posts.ts'
import { isPrivacyLevel, privacyWords } from '../../privacy-words.ts'
import { Field } from '../../ui/field.tsx'
import type { TargetDraft } from './draft.ts'
import { BRANDED_NOT_PRIVATE, privacyBlock, type TargetChange } from './target-rules.ts'

interface PrivacyFieldProps {
  target: TargetDraft
  type: PostType
  creator: CreatorInfo
  error: string | undefined
  isAudited: boolean
  onChange: (change: TargetChange) => void
}

const UNAUDITED_HINT = 'TikTok has not audited this app yet: until then it takes only “Only me”.'
const UNKNOWN_LEVEL = 'This version of Clipdeck does not know this audience.'

/** Exactly the audiences TikTok offers this creator, and none of them chosen beforehand. */
export function PrivacyField({ target, type, creator, error, isAudited, onChange }: PrivacyFieldProps) {
  const isOffered = target.privacyLevel !== null && creator.privacyLevelOptions.includes(target.privacyLevel)
  const isPrivateBlocked = target.brandContent && creator.privacyLevelOptions.includes('SELF_ONLY')

  const handleChange = (level: string) => {
    if (isPrivacyLevel(level)) onChange({ privacyLevel: level })
  }

  return (
    <Field
      label={type === 'photo' ? 'Who can see these photos' : 'Who can see this video'}
      error={error}
      hint={isPrivateBlocked ? BRANDED_NOT_PRIVATE : !isAudited && UNAUDITED_HINT}
    >
      {(control) => (
        <select
          {...control}
          required
          value={isOffered ? (target.privacyLevel ?? '') : ''}
          title={isPrivateBlocked ? BRANDED_NOT_PRIVATE : undefined}
          className="input"
          onChange={(event) => handleChange(event.currentTarget.value)}
        >
          <option value="" disabled hidden>
            Choose…
          </option>
          {creator.privacyLevelOptions.map((level) => {
            const block = isPrivacyLevel(level) ? privacyBlock(target, level) : UNKNOWN_LEVEL
            return (
              <option key={level} value={level} disabled={block !== null} title={block ?? undefined}>
                {privacyWords(level)}
              </option>
            )
          })}
        </select>
      )}
    </Field>
  )
}
