import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second (USER_HZ, time(7)). */
const TICK_MS = 10

/** How much processor time a process has used so far, its children included: those that run and those that have ended. */
export function cpuMs(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  const { ownMs, endedChildrenMs } = readTimes(pid)
  return children.reduce((sum, child) => sum + readTimes(child).ownMs, ownMs + endedChildrenMs)
}

function readTimes(pid: number): { ownMs: number; endedChildrenMs: number } {
  if (!readdirSync('/proc').includes(String(pid))) return { ownMs: 0, endedChildrenMs: 0 }
  // The name of the program may hold spaces and brackets: what is counted begins behind it (proc_pid_stat(5)).
  const [, fields = ''] = /.*\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.split(' ').slice(11, 15).map(Number)
  return { ownMs: (user + system) * TICK_MS, endedChildrenMs: (endedUser + endedSystem) * TICK_MS }
}
