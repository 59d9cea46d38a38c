const UNITS = { '': 1, MB: 1000 ** 2, MiB: 1024 ** 2, GB: 1000 ** 3, GiB: 1024 ** 3 }

/** "1GiB", "500MB" or a number of bytes. */
export function readSize(text: string): number {
  const [, number, unit = ''] = /^(\d+) ?(|MB|MiB|GB|GiB)$/.exec(text) ?? []
  const factor = Object.entries(UNITS).find(([name]) => name === unit)?.[1]
  if (!number || !factor) throw new Error(`--size ${text}: give it as 1GiB, 4GiB or a number of bytes.`)
  return Number(number) * factor
}
