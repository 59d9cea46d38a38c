import { join, normalize } from 'node:path/posix'

/** `target` is a path in this repository, or the name of a package (`node:fs` counts as one). */
export type ImportLine = { target: string; isOurs: boolean; isTypeOnly: boolean; isLazy: boolean }

const STATIC = /^(?:import|export)\s+(?<type>type\s+(?!from\b))?(?:[\w\s{},*$]+?\sfrom\s+)?['"](?<name>[^'"]+)['"]/gm
const LAZY = /\bimport\(\s*['"](?<name>[^'"]+)['"]/g

/** What a source file imports or exports onwards. */
export function readImports(path: string, source: string): ImportLine[] {
  const found = (pattern: RegExp, isLazy: boolean) =>
    [...source.matchAll(pattern)].map(({ groups }) => ({
      ...resolve(path, groups?.name ?? ''),
      isTypeOnly: groups?.type !== undefined,
      isLazy,
    }))
  return [...found(STATIC, false), ...found(LAZY, true)]
}

function resolve(path: string, name: string): Pick<ImportLine, 'target' | 'isOurs'> {
  if (name.startsWith('#')) return { target: name.slice(1), isOurs: true }
  if (name.startsWith('.')) return { target: normalize(join(path, '..', name)), isOurs: true }
  const depth = name.startsWith('@') ? 2 : 1
  return { target: name.startsWith('node:') ? name : name.split('/').slice(0, depth).join('/'), isOurs: false }
}
