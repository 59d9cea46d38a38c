import { Field } from '../../ui/field.tsx'
import { localTimeOf, momentOf, zoneWords } from '../../ui/local-time.ts'
import { Segmented } from '../../ui/segmented.tsx'
import type { Timing } from './draft.ts'
import { timingProblem } from './timing.ts'

interface TimingFieldProps {
  timing: Timing
  error: string | undefined
  onChange: (timing: Timing) => void
}

/** Long enough to look through everything once more. */
const SUGGESTED_DELAY_MS = 60 * 60 * 1000

export function TimingField({ timing, error, onChange }: TimingFieldProps) {
  const now = new Date()
  const handleKind = (kind: Timing['kind']) =>
    onChange(kind === 'now' ? { kind } : { kind, localTime: localTimeOf(new Date(now.getTime() + SUGGESTED_DELAY_MS)) })

  return (
    <div className="grid gap-3">
      <h2 className="font-medium">When to publish</h2>
      <Segmented
        label="When to publish"
        value={timing.kind}
        options={[
          { value: 'now', label: 'Now' },
          { value: 'later', label: 'Schedule' },
        ]}
        onChange={handleKind}
      />
      {timing.kind === 'later' && (
        <Field
          label="Publish at"
          error={error ?? timingProblem(timing, now)}
          hint={`Your time: ${zoneWords(momentOf(timing.localTime) ?? now)}`}
        >
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              value={timing.localTime}
              min={localTimeOf(now)}
              className="input"
              onChange={(event) => onChange({ kind: 'later', localTime: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
    </div>
  )
}
