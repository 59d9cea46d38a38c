import { formatMoment, formatRelative } from './format-time.ts'

/** A moment in the reader's own zone and language; the distance from now on hover. */
export function Moment({ at, now = new Date() }: { at: string; now?: Date }) {
  const moment = new Date(at)
  return (
    <time dateTime={at} title={formatRelative(moment, now)}>
      {formatMoment(moment)}
    </time>
  )
}
