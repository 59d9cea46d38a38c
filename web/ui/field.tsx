import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean
}

interface FieldProps {
  label: string
  hint?: ReactNode
  error?: string | null | undefined
  className?: string
  children: (control: ControlProps) => ReactNode
}

/** A labelled control with its hint and its error. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const describedBy = [hint ? hintId : '', error ? errorId : ''].filter(Boolean).join(' ')

  return (
    <div className={classNames('grid content-start gap-1', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': Boolean(error) })}
      {hint && (
        <div id={hintId} className="text-[0.87rem] text-muted">
          {hint}
        </div>
      )}
      {error && (
        <p id={errorId} className="text-[0.87rem] font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  )
}
