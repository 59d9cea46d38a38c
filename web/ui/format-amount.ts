const KIB = 1024
const KB = 1000
const sizeUnits = ['kilobyte', 'megabyte', 'gigabyte'] as const
const SECONDS_PER_MINUTE = 60

/** "14 MB", "1.2 GB": in the reader's language. */
export function formatSize(sizeBytes: number): string {
  return formatBytes(sizeBytes, KIB)
}

/** The same where a gigabyte is 10⁹ bytes, as a quota counts. */
export function formatDecimalSize(sizeBytes: number): string {
  return formatBytes(sizeBytes, KB)
}

/** "0:42", "10:00". */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000)
  const rest = String(seconds % SECONDS_PER_MINUTE).padStart(2, '0')
  return `${Math.floor(seconds / SECONDS_PER_MINUTE)}:${rest}`
}

/** "0:42.5": for a moment within a video. */
export function formatTimecode(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000)
  const tenths = Math.floor((timeMs % 1000) / 100)
  return `${formatDuration(seconds * 1000)}.${tenths}`
}

/** "840", "12.3K": in the reader's language. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}

function formatBytes(sizeBytes: number, base: number): string {
  if (sizeBytes < base) return format(sizeBytes, 'byte')
  // The logarithm of an exact power may fall short of it by a hair.
  const power = Math.min(Math.floor(Math.log(sizeBytes) / Math.log(base) + 1e-9), sizeUnits.length)
  return format(sizeBytes / base ** power, sizeUnits[power - 1] ?? 'byte')
}

function format(amount: number, unit: string): string {
  const maximumFractionDigits = amount < 10 && unit !== 'byte' ? 1 : 0
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits }).format(amount)
}
