import { Check } from 'lucide-react'
import { Checkbox as RadixCheckbox } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

interface CheckboxProps {
  label: ReactNode
  description?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  /** Why it cannot be ticked; greys it out and shows on hover. */
  blockedBecause?: string | null
}

export function Checkbox({ label, description, checked, onChange, blockedBecause = null }: CheckboxProps) {
  const id = useId()
  const isBlocked = blockedBecause !== null
  const row = (
    <div className={classNames('flex items-start gap-2.5 py-1', isBlocked && 'text-muted opacity-70')}>
      <RadixCheckbox.Root
        id={id}
        checked={checked}
        disabled={isBlocked}
        aria-describedby={description ? `${id}-more` : undefined}
        onCheckedChange={(state) => onChange(state === true)}
        className="mt-0.5 grid size-5 shrink-0 place-items-center rounded-[0.3rem] border border-edge bg-surface disabled:bg-sunken data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixCheckbox.Indicator>
          <Check aria-hidden className="size-3.5 text-on-accent" strokeWidth={3} />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <div className="min-w-0">
        <label htmlFor={id} className={isBlocked ? 'cursor-not-allowed' : 'cursor-pointer'}>
          {label}
        </label>
        {description && (
          <div id={`${id}-more`} className="text-[0.87rem] text-muted">
            {description}
          </div>
        )}
      </div>
    </div>
  )
  return blockedBecause === null ? row : <Tooltip text={blockedBecause}>{row}</Tooltip>
}
