import { readdir, readFile } from 'node:fs/promises'

/** The programs of the studio that this process has running. */
export async function mediaChildren(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(ids.map(commandOfChild))
  return commands.filter((command) => command?.includes('/server/studio/') === true).map(String)
}

async function commandOfChild(id: string): Promise<string | null> {
  const read = (name: string) => readFile(`/proc/${id}/${name}`, 'utf8').catch(() => '')
  // The name of the program may hold spaces and brackets: the parent is the second field after it (proc(5)).
  const [, parent] = (await read('stat')).split(') ').at(-1)?.split(' ') ?? []
  return Number(parent) === process.pid ? read('cmdline') : null
}
