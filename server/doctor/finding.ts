/** One line of the doctor: how it stands, in words, and what to do where something is to be done. */
export type Finding = { level: 'ok' | 'warn' | 'error'; what: string; detail: string; remedy?: string }

export function ok(what: string, detail: string): Finding {
  return { level: 'ok', what, detail }
}

export function warn(what: string, detail: string, remedy: string): Finding {
  return { level: 'warn', what, detail, remedy }
}

export function error(what: string, detail: string, remedy: string): Finding {
  return { level: 'error', what, detail, remedy }
}

export function lineOf({ level, what, detail, remedy }: Finding): string {
  return `${level.padEnd(6)}${what}: ${detail}${remedy ? ` → ${remedy}` : ''}`
}
