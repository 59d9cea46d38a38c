/** One line of a table. */
export function row(name: string, ...cells: string[]): string {
  return `${name.padEnd(24)}${cells.map((cell) => cell.padStart(18)).join('')}`
}

export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`
}

export function speed(sizeBytes: number, durationMs: number): string {
  return `${megabytes((sizeBytes / durationMs) * 1000)}/s`
}

export function spread(values: number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const half = (sorted.length - 1) / 2
  return { min: at(0), median: (at(Math.floor(half)) + at(Math.ceil(half))) / 2, max: at(sorted.length - 1) }
}
