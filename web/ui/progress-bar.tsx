import { Progress } from 'radix-ui'

interface ProgressBarProps {
  label: string
  value: number
  max: number
}

const PERCENT = 100

export function ProgressBar({ label, value, max }: ProgressBarProps) {
  const percent = max > 0 ? Math.min(PERCENT, Math.round((value / max) * PERCENT)) : 0
  return (
    <Progress.Root
      aria-label={label}
      value={percent}
      max={PERCENT}
      className="h-1.5 w-full overflow-hidden rounded-full bg-sunken"
    >
      <Progress.Indicator
        className="h-full rounded-full bg-accent transition-[width] duration-300"
        style={{ width: `${percent}%` }}
      />
    </Progress.Root>
  )
}
