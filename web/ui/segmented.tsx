import { RadioGroup } from 'radix-ui'
import { classNames } from './class-names.ts'

interface Option<Value extends string> {
  value: Value
  label: string
  disabled?: boolean
}

interface SegmentedProps<Value extends string> {
  label: string
  value: Value
  options: readonly Option<Value>[]
  onChange: (value: Value) => void
  className?: string
}

/** A choice of a few, side by side. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, value, options, onChange, className } = props
  const handleChange = (next: string) => {
    const option = options.find((candidate) => candidate.value === next)
    if (option) onChange(option.value)
  }
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={handleChange}
      className={classNames('inline-flex rounded-lg bg-sunken p-0.5', className)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className="min-h-8 flex-1 rounded-[0.4rem] px-3 text-[0.87rem] font-medium whitespace-nowrap text-muted hover:text-ink disabled:opacity-50 data-[state=checked]:bg-surface data-[state=checked]:text-ink data-[state=checked]:shadow-sm pointer-coarse:min-h-10"
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
}
