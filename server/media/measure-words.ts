const UNITS = ['bytes', 'kB', 'MB', 'GB'] as const

/** "1.5 MB", and the bytes beside it where rounding would hide a difference: "4 GB (4294967297 bytes)". */
export function sizeWords(sizeBytes: number): string {
  const power = sizeBytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.trunc(Math.log2(sizeBytes) / 10))
  const rounded = Number((sizeBytes / 1024 ** power).toFixed(2))
  const isExact = rounded * 1024 ** power === sizeBytes || !Number.isInteger(rounded)
  return `${rounded} ${UNITS[power]}${isExact ? '' : ` (${sizeBytes} bytes)`}`
}

/** "12.5 s", "2 min 5 s", "10 min 0.04 s". */
export function durationWords(durationMs: number): string {
  const minutes = Math.trunc(durationMs / 60_000)
  const seconds = (durationMs % 60_000) / 1000
  const parts = [minutes > 0 ? `${minutes} min` : '', seconds > 0 || minutes === 0 ? `${seconds} s` : '']
  return parts.filter(Boolean).join(' ')
}

/** In powers of 1000, as quotas and disks are measured: "1.5 GB", "200 MB", "12 bytes". */
export function decimalSizeWords(sizeBytes: number): string {
  const power = sizeBytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.trunc(Math.log10(sizeBytes) / 3))
  return `${Number((sizeBytes / 1000 ** power).toFixed(2))} ${UNITS[power]}`
}
