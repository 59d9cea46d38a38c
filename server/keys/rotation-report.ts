import type { KeyUsage } from './key-usage.ts'
import type { FieldRotation } from './rotate-keys.ts'

/** What was done, as lines for a person: a table, then each failure with its key id. */
export function rotationReport(rotations: FieldRotation[], { durationMs }: { durationMs: number }): string[] {
  const sum = (of: (rotation: FieldRotation) => number) => rotations.reduce((total, each) => total + of(each), 0)
  return [
    row('sealed values', 'total', 're-sealed', 'changed meanwhile', 'failed'),
    ...rotations.map((each) => row(each.name, each.total, each.resealed, each.changed, failedIn(each))),
    ...rotations.flatMap(({ name, failures }) =>
      failures.map(({ keyId, count, reason }) => `FAILED ${name}: ${count} under ${keyWord(keyId)}: ${reason}.`),
    ),
    `${sum(({ resealed }) => resealed)} of ${sum(({ total }) => total)} re-sealed in ${(durationMs / 1000).toFixed(1)} s.`,
  ]
}

export function failedIn({ failures }: FieldRotation): number {
  return failures.reduce((sum, { count }) => sum + count, 0)
}

/** The counts per key id, and what a rotation would do. */
export function usageReport(usage: KeyUsage[], sealingKeyId: string): string[] {
  const counted = usage.flatMap(({ name, counts }) => counts.map((each) => ({ name, ...each })))
  const toDo = counted.filter(({ keyId }) => keyId !== sealingKeyId)
  return [
    row('sealed values', 'key id', 'count'),
    ...counted.map(({ name, keyId, count }) => row(name, keyId ?? '(none)', count)),
    `${toDo.reduce((sum, { count }) => sum + count, 0)} would be re-sealed under "${sealingKeyId}".`,
  ]
}

export function keyWord(keyId: string | null): string {
  return keyId === null ? 'no key id' : `the key "${keyId}"`
}

function row(name: string, ...cells: (string | number)[]): string {
  return `${name.padEnd(34)}${cells.map((cell) => String(cell).padStart(18)).join('')}`
}
