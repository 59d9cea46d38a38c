import { readFileSync } from 'node:fs'

const SAMPLE_MS = 20

/** The largest memory that any child of this process has had resident at one moment, from now on. */
export function watchChildren() {
  let peakBytes = 0
  const sample = () => {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean)
    for (const pid of children) peakBytes = Math.max(peakBytes, highestBytes(pid))
  }
  const timer = setInterval(sample, SAMPLE_MS)
  return { peakBytes: () => peakBytes, [Symbol.dispose]: () => clearInterval(timer) }
}

/** The kernel's own high-water mark; 0 for a process that has just ended. */
function highestBytes(pid: string): number {
  try {
    const [, kibibytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kibibytes) * 1024
  } catch {
    return 0
  }
}
