import { type ChangeEvent, type ReactNode, useId } from 'react'
import { buttonClass } from './button-class.ts'
import { classNames } from './class-names.ts'

interface FileButtonProps {
  label: string
  accept: string
  multiple?: boolean
  /** In place of the look of a button. */
  className?: string
  children: ReactNode
  onChoose: (files: readonly File[]) => void
}

/** Opens the choice of files of the system. */
export function FileButton({ label, accept, multiple = false, className, children, onChoose }: FileButtonProps) {
  const id = useId()
  const handleChange = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onChoose(Array.from(currentTarget.files ?? []))
    // Else choosing the same file again would be no change.
    currentTarget.value = ''
  }
  return (
    <label
      htmlFor={id}
      className={classNames(
        className ?? buttonClass('secondary', 'small'),
        'focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent has-disabled:opacity-55',
      )}
    >
      {children}
      <input
        id={id}
        type="file"
        accept={accept}
        multiple={multiple}
        aria-label={label}
        className="sr-only"
        onChange={handleChange}
      />
    </label>
  )
}
