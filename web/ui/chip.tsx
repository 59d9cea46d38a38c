import type { LucideIcon } from 'lucide-react'
import { classNames } from './class-names.ts'
import { type Tone, toneClass } from './tone.ts'

interface ChipProps {
  tone: Tone
  icon?: LucideIcon
  spinning?: boolean
  children: string
}

/** A state in one or two words. The words carry the meaning, the colour only repeats it. */
export function Chip({ tone, icon: Icon, spinning = false, children }: ChipProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-[0.83rem] font-medium whitespace-nowrap',
        toneClass[tone],
      )}
    >
      {Icon && <Icon aria-hidden className={classNames('size-3.5', spinning && 'animate-spin')} />}
      {children}
    </span>
  )
}
