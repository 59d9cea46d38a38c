import { classNames } from './class-names.ts'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'small' | 'medium'

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  secondary: 'bg-surface text-ink border-line hover:bg-sunken',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-sunken hover:text-ink',
  danger: 'bg-bad text-on-bad border-transparent hover:opacity-90',
}

const sizes: Record<ButtonSize, string> = {
  small: 'min-h-8 px-2.5 text-[0.87rem] pointer-coarse:min-h-10',
  medium: 'min-h-10 px-4 pointer-coarse:min-h-11',
}

/** The look of a button, for buttons and for links that look like one. */
export function buttonClass(variant: ButtonVariant, size: ButtonSize = 'medium'): string {
  return classNames(
    'inline-flex items-center justify-center gap-2 rounded-lg border font-medium whitespace-nowrap select-none',
    'transition-colors aria-disabled:opacity-55 aria-disabled:hover:opacity-55 disabled:opacity-55',
    variants[variant],
    sizes[size],
  )
}
