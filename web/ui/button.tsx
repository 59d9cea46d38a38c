import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, MouseEvent } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class.ts'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant
  size?: ButtonSize
  busy?: boolean
  /** Why the button cannot be pressed: it stays reachable by keyboard, and says so on hover and focus. */
  blockedBecause?: string | null
}

export function Button(props: ButtonProps) {
  const { variant = 'secondary', size = 'medium', busy = false, blockedBecause = null, ...rest } = props
  const { className, children, onClick, ...attributes } = rest
  const isBlocked = busy || blockedBecause !== null

  const handleClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (isBlocked) event.preventDefault()
    else onClick?.(event)
  }

  const button = (
    <button
      type="button"
      {...attributes}
      className={classNames(buttonClass(variant, size), className)}
      {...(isBlocked && { 'aria-disabled': true })}
      aria-busy={busy || undefined}
      onClick={handleClick}
    >
      {busy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
      {children}
    </button>
  )
  return blockedBecause === null ? button : <Tooltip text={blockedBecause}>{button}</Tooltip>
}
