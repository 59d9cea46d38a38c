import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import type { Tone } from './tone.ts'

interface NoticeProps {
  tone: Exclude<Tone, 'neutral'>
  title: string
  children?: ReactNode
  onDismiss?: () => void
  className?: string
}

const icons: Record<NoticeProps['tone'], LucideIcon> = {
  info: Info,
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
}

const looks: Record<NoticeProps['tone'], { box: string; icon: string }> = {
  info: { box: 'bg-info-soft', icon: 'text-info' },
  good: { box: 'bg-good-soft', icon: 'text-good' },
  warn: { box: 'bg-warn-soft', icon: 'text-warn' },
  bad: { box: 'bg-bad-soft', icon: 'text-bad' },
}

/** A message in the flow of the page; errors are announced at once. */
export function Notice({ tone, title, children, onDismiss, className }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={classNames('flex gap-3 rounded-lg px-3.5 py-3', looks[tone].box, className)}
    >
      <Icon aria-hidden className={classNames('mt-0.5 size-5 shrink-0', looks[tone].icon)} />
      <div className="min-w-0 flex-1 wrap-anywhere">
        <p className="font-medium">{title}</p>
        {children && <div className="mt-0.5 text-[0.93rem] text-muted">{children}</div>}
      </div>
      {onDismiss && (
        <IconButton label="Dismiss" onClick={onDismiss}>
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
    </div>
  )
}
