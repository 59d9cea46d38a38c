import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import type { MediaCheck } from '#shared/api/media.ts'

const levels = {
  ok: { icon: CircleCheck, tone: 'text-good', word: 'Fine' },
  warning: { icon: TriangleAlert, tone: 'text-warn', word: 'Look at this' },
  error: { icon: CircleAlert, tone: 'text-bad', word: 'Must be changed' },
} as const

/** What the flight check measured, against which limit, and what to do about it. */
export function MediaChecks({ checks }: { checks: readonly MediaCheck[] }) {
  const findings = checks.filter((check) => check.level !== 'ok')
  if (findings.length === 0) {
    return (
      <p className="flex items-center gap-2 text-[0.93rem] text-good">
        <CircleCheck aria-hidden className="size-4" />
        Ready for TikTok: format, size and length are fine.
      </p>
    )
  }
  return (
    <ul className="grid gap-2">
      {findings.map((check) => (
        <Finding key={check.code} check={check} />
      ))}
    </ul>
  )
}

function Finding({ check }: { check: MediaCheck }) {
  const { icon: Icon, tone, word } = levels[check.level]
  return (
    <li className="flex gap-2 text-[0.93rem]">
      <Icon role="img" aria-label={word} className={`mt-0.5 size-4 shrink-0 ${tone}`} />
      <div>
        <p>{check.message}</p>
        {(check.measured || check.limit) && (
          <p className="text-muted">
            {check.measured && `Measured: ${check.measured}. `}
            {check.limit && `TikTok takes: ${check.limit}.`}
          </p>
        )}
        {check.remedy && <p className="text-muted">{check.remedy}</p>}
      </div>
    </li>
  )
}
