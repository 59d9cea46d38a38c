/** The moment a datetime-local field means in the browser's zone; null while it is incomplete. */
export function momentOf(localTime: string): Date | null {
  const moment = new Date(localTime)
  return localTime === '' || Number.isNaN(moment.getTime()) ? null : moment
}

/** What a datetime-local field holds for a moment, in the browser's zone. */
export function localTimeOf(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const date = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`
  return `${date}T${two(moment.getHours())}:${two(moment.getMinutes())}`
}

/** The browser's zone as people know it: "Europe/Berlin, GMT+1". */
export function zoneWords(moment: Date): string {
  const format = new Intl.DateTimeFormat(undefined, { timeZoneName: 'shortOffset' })
  const offset = format.formatToParts(moment).find((part) => part.type === 'timeZoneName')?.value
  return [format.resolvedOptions().timeZone, offset].filter(Boolean).join(', ')
}
