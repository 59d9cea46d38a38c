import { readFile } from 'node:fs/promises'

/** The process id of the child whose command line names `program`. */
export async function childRunning(parentPid: number, program: string): Promise<number> {
  const children = await readFile(`/proc/${parentPid}/task/${parentPid}/children`, 'utf8')
  for (const pid of children.split(' ').filter(Boolean)) {
    if ((await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes(program)) return Number(pid)
  }
  throw new Error(`Process ${parentPid} runs no ${program}.`)
}
