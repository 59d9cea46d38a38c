import type { MouseEvent, ReactNode } from 'react'
import { Button } from './button.tsx'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps {
  label: string
  /** Whether what it switches is on; only for buttons that switch something. */
  isPressed?: boolean
  /** Why it cannot be pressed now. */
  blockedBecause?: string | null
  onClick: (event: MouseEvent<HTMLButtonElement>) => void
  children: ReactNode
}

/** A button that is only an icon: its name is read aloud and shown on hover. */
export function IconButton({ label, isPressed, blockedBecause = null, onClick, children }: IconButtonProps) {
  const isBlocked = blockedBecause !== null
  return (
    <Tooltip text={blockedBecause ?? label}>
      <Button
        variant="quiet"
        size="small"
        className="px-2"
        aria-label={label}
        aria-pressed={isPressed}
        aria-disabled={isBlocked || undefined}
        onClick={(event) => !isBlocked && onClick(event)}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
