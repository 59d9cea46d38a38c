import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps {
  label: string
  onClick: () => void
  children: ReactNode
}

/** A button that is only an icon: its name is read aloud and shown on hover. */
export function IconButton({ label, onClick, children }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button variant="quiet" size="small" className="px-2" aria-label={label} onClick={onClick}>
        {children}
      </Button>
    </Tooltip>
  )
}
