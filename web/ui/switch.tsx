import { Switch as RadixSwitch } from 'radix-ui'
import { type ReactNode, useId } from 'react'

interface SwitchProps {
  label: string
  description?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
}

export function Switch({ label, description, checked, onChange }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4">
      <div>
        <label htmlFor={id} className="cursor-pointer font-medium">
          {label}
        </label>
        {description && (
          <div id={`${id}-more`} className="text-[0.87rem] text-muted">
            {description}
          </div>
        )}
      </div>
      <RadixSwitch.Root
        id={id}
        checked={checked}
        aria-describedby={description ? `${id}-more` : undefined}
        onCheckedChange={onChange}
        className="mt-0.5 h-6 w-11 shrink-0 rounded-full border border-edge bg-sunken transition-colors data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="block size-4.5 translate-x-0.5 rounded-full bg-edge transition-transform data-[state=checked]:translate-x-5.5 data-[state=checked]:bg-on-accent" />
      </RadixSwitch.Root>
    </div>
  )
}
