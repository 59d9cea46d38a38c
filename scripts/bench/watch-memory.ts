import { readFileSync, writeFileSync } from 'node:fs'

export type MemoryGrowth = { beforeBytes: number; peakBytes: number }

const SAMPLE_MS = 20

export function grownBytes({ beforeBytes, peakBytes }: MemoryGrowth): number {
  return peakBytes - beforeBytes
}

/** Watches the resident memory of a process from now on: by samples, and by the kernel's own high-water mark. */
export function watchMemory(pid: number) {
  // 5 puts the high-water mark back to what is resident now (proc(5), clear_refs).
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  const beforeBytes = residentBytes(pid, 'VmRSS')
  let peakBytes = beforeBytes
  const sample = () => {
    peakBytes = Math.max(peakBytes, residentBytes(pid, 'VmRSS'))
  }
  const timer = setInterval(sample, SAMPLE_MS)
  return {
    growth: (): MemoryGrowth => ({ beforeBytes, peakBytes: Math.max(peakBytes, residentBytes(pid, 'VmHWM')) }),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

function residentBytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (!kibibytes) throw new Error(`Process ${pid} has no ${field}.`)
  return Number(kibibytes) * 1024
}
