import { readFile, writeFile } from 'node:fs/promises'
import { findProgram } from '../processes/find-program.ts'
import { runCommand } from '../processes/run-command.ts'

/**
 * From now on the kernel refuses this process more than so much memory. Node itself reserves some 600 MB of addresses that it never
 * uses, so the limit counts from what is reserved now. Where the machine has too little all the same, the kernel ends this process
 * before any other.
 */
export async function limitMemory(memoryMb: number): Promise<void> {
  await writeFile('/proc/self/oom_score_adj', '1000').catch(() => {})
  const prlimit = await findProgram('prlimit')
  const reservedKb = Number(
    /^VmData:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8').catch(() => ''))?.[1],
  )
  if (!prlimit || !reservedKb) return
  const limitBytes = reservedKb * 1024 + memoryMb * 1024 ** 2
  const limits = ['--pid', String(process.pid), `--data=${limitBytes}`, '--core=0']
  const { succeeded, output } = await runCommand({ program: prlimit, args: limits })
  if (!succeeded) throw new Error(`The memory of the media reader could not be limited: ${output.join(' ')}`)
}
