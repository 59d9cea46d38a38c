import type { FieldErrors } from '../../field-errors.ts'

interface ObjectionsProps {
  errors: FieldErrors
  paths: readonly string[]
}

/** What the server objects to at the given paths, where no single field shows it. */
export function Objections({ errors, paths }: ObjectionsProps) {
  return paths.map((path) =>
    errors[path] ? (
      <p key={path} role="alert" className="text-[0.93rem] font-medium text-bad">
        {errors[path]}
      </p>
    ) : null,
  )
}
