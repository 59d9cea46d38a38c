import { Info } from 'lucide-react'
import type { PostType } from '#shared/api/posts.ts'
import type { FieldErrors } from '../../field-errors.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Switch } from '../../ui/switch.tsx'
import type { TargetDraft } from './draft.ts'
import {
  brandContentBlock,
  DISCLOSURE_INCOMPLETE,
  isDisclosureIncomplete,
  promotionLabel,
  type TargetChange,
} from './target-rules.ts'

interface DisclosureFieldsProps {
  target: TargetDraft
  type: PostType
  errors: FieldErrors
  onChange: (change: TargetChange) => void
}

/** Commercial content disclosure, off at the start. Labels as in TikTok's content-sharing-guidelines. */
export function DisclosureFields({ target, type, errors, onChange }: DisclosureFieldsProps) {
  const what = type === 'photo' ? 'post' : 'video'
  const error = errors[`${target.accountId}.brandContent`] ?? errors[`${target.accountId}.brandOrganic`]
  return (
    <div className="rounded-lg border border-line p-3.5">
      <Switch
        label={type === 'photo' ? 'Disclose post content' : 'Disclose video content'}
        description={`Turn on to disclose that this ${what} promotes goods or services in exchange for something of value. Your ${what} could promote yourself, a third party, or both.`}
        checked={target.disclosesPromotion}
        onChange={(disclosesPromotion) => onChange({ disclosesPromotion })}
      />
      {target.disclosesPromotion && (
        <div className="mt-3 grid gap-1 border-t border-line pt-3">
          <Checkbox
            label="Your brand"
            description="You are promoting yourself or your own business."
            checked={target.brandOrganic}
            onChange={(brandOrganic) => onChange({ brandOrganic })}
          />
          <Checkbox
            label="Branded content"
            description={brandContentBlock(target) ?? 'You are promoting another brand or a third party.'}
            checked={target.brandContent}
            blockedBecause={brandContentBlock(target)}
            onChange={(brandContent) => onChange({ brandContent })}
          />
          <DisclosureResult target={target} />
        </div>
      )}
      {error && <p className="mt-2 text-[0.87rem] font-medium text-bad">{error}</p>}
    </div>
  )
}

function DisclosureResult({ target }: { target: TargetDraft }) {
  const text = isDisclosureIncomplete(target) ? DISCLOSURE_INCOMPLETE : promotionLabel(target)
  return (
    <p role="status" className="mt-1 flex items-start gap-2 text-[0.93rem] text-muted">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
      {text}
    </p>
  )
}
