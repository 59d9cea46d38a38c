import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second (USER_HZ, time(7)). */
const TICK_MS = 10

/** How much processor time a process has used so far, its running children included. */
export function cpuMs(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  return [pid, ...children].reduce((sum, each) => sum + ownCpuMs(each), 0)
}

function ownCpuMs(pid: number): number {
  if (!readdirSync('/proc').includes(String(pid))) return 0
  // The name of the program may hold spaces and brackets: what is counted begins behind it (proc_pid_stat(5)).
  const [, fields = ''] = /.*\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
  const [userTicks = '0', systemTicks = '0'] = fields.split(' ').slice(11, 13)
  return (Number(userTicks) + Number(systemTicks)) * TICK_MS
}
