const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const exactMoments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const times = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const distances = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

const SECOND_MS = 1000
const steps: readonly { unit: Intl.RelativeTimeFormatUnit; lengthMs: number }[] = [
  { unit: 'day', lengthMs: 24 * 60 * 60 * SECOND_MS },
  { unit: 'hour', lengthMs: 60 * 60 * SECOND_MS },
  { unit: 'minute', lengthMs: 60 * SECOND_MS },
]

export function formatMoment(moment: Date): string {
  return moments.format(moment)
}

/** With seconds, for timelines. */
export function formatExactMoment(moment: Date): string {
  return exactMoments.format(moment)
}

/** For what happens within the hour. */
export function formatTime(moment: Date): string {
  return times.format(moment)
}

/** A server's sentence with the moments in it told in the reader's own zone and language. */
export function withLocalMoments(sentence: string): string {
  return sentence.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (at) => formatMoment(new Date(at)))
}

/** "in 3 hours", "yesterday": in the largest unit that fits. */
export function formatRelative(moment: Date, now: Date): string {
  const distanceMs = moment.getTime() - now.getTime()
  const step = steps.find(({ lengthMs }) => Math.abs(distanceMs) >= lengthMs)
  if (!step) return distances.format(Math.round(distanceMs / SECOND_MS), 'second')
  return distances.format(Math.round(distanceMs / step.lengthMs), step.unit)
}
