import { readImports } from './import-lines.ts'

/** Path of a file in this repository → its text. */
export type Sources = ReadonlyMap<string, string>

/**
 * `from` says which files a rule is for: the first rule that matches a file counts. `may` says which of our files these may import;
 * `packages`, where given, is the full list of packages (a name ending in a colon: all that begin so).
 */
type Rule = { from: RegExp; may: RegExp[]; typesOnly?: RegExp[]; packages?: string[]; notPackages?: string[] }

const shared = /^shared\//
const tiktok = /^tiktok\//
const context = /^server\/context\.ts$/
const infrastructure =
  /^server\/((db|jobs|vault|storage|processes|limits)\/|(config|logger|errors|clock|metrics|generated-secrets|\w+-error)\.ts$)/
const events = /^server\/events\//
const accounts = /^server\/accounts\//
const studio = /^server\/studio\//
const media = /^server\/media\//
const uploads = /^server\/uploads\//
const posts = /^server\/posts\//
const webhooks = /^server\/webhooks\//
const auth = /^server\/auth\//
const inServer = [shared, infrastructure, auth]
const inDomain = [...inServer, tiktok, events]
/** Of TikTok's client only the errors, to turn them into replies. */
const inApi = [...inServer, events, accounts, media, uploads, posts, webhooks, /^server\/api\//, /^tiktok\/errors\.ts$/]
const webBase = /^web\/(ui\/|[\w-]+\.tsx?$)/

const rules: readonly Rule[] = [
  { from: /^(test|scripts)\/|\.(test|spec)\.tsx?$|-fixtures\.ts$|\.config\.ts$/, may: [/./] },
  { from: shared, may: [shared], packages: ['zod'] },
  { from: tiktok, may: [tiktok], packages: ['zod', 'undici', 'node:'] },
  { from: /^simulator\//, may: [/^simulator\//], packages: ['zod', 'fastify', 'node:'] },
  { from: /^server\/config\.ts$/, may: [...inServer, tiktok] },
  { from: /^server\/limits\//, may: [...inServer, tiktok] },
  { from: auth, may: inServer, typesOnly: [context] },
  { from: infrastructure, may: inServer },
  { from: context, may: [...inServer, tiktok] },
  { from: events, may: inDomain, typesOnly: [context] },
  { from: accounts, may: [...inDomain, accounts], typesOnly: [context] },
  { from: studio, may: [studio, /^server\/processes\//, shared] },
  { from: media, may: [...inDomain, studio, media], typesOnly: [context] },
  { from: uploads, may: [...inDomain, media, uploads], typesOnly: [context] },
  { from: posts, may: [...inDomain, accounts, media, posts], typesOnly: [context] },
  { from: webhooks, may: [...inDomain, accounts, media, posts, webhooks], typesOnly: [context] },
  // SQL in the API: only in stores of its own, and where it asks whether the database answers.
  { from: /^server\/api\/([\w-]+-store|health)\.ts$/, may: inApi, typesOnly: [context] },
  { from: /^server\/api\//, may: inApi, typesOnly: [context], notPackages: ['pg', 'kysely', 'undici'] },
  { from: /^server\//, may: [/^server\//, shared, tiktok] },
  { from: /^bin\//, may: [/^bin\//, /^server\//, /^simulator\//, shared] },
  { from: /^web\/ui\//, may: [webBase, shared] },
  { from: /^web\/routes\//, may: [/^web\//, shared] },
  { from: /^web\/[^/]+$/, may: [/^web\//, shared] },
]

/** Every import line that breaks a rule, as a sentence. */
export function brokenImports(sources: Sources): string[] {
  return [...sources].flatMap(([path, source]) => {
    const rule = ruleFor(path)
    return readImports(path, source).flatMap(({ target, isOurs, isTypeOnly }) => {
      const isAllowed = isOurs ? mayUse(rule, target, isTypeOnly) : mayInstall(rule, target)
      return isAllowed ? [] : [`${path} may not import ${target}`]
    })
  })
}

function ruleFor(path: string): Rule {
  const feature = /^web\/features\/[^/]+\//.exec(path)?.[0]
  if (feature) return { from: /./, may: [new RegExp(`^${feature}`), webBase, shared] }
  return rules.find(({ from }) => from.test(path)) ?? { from: /./, may: [], packages: [] }
}

function mayUse({ may, typesOnly = [] }: Rule, target: string, isTypeOnly: boolean): boolean {
  const allowed = isTypeOnly ? [...may, ...typesOnly] : may
  return allowed.some((area) => area.test(target))
}

function mayInstall({ packages, notPackages = [] }: Rule, target: string): boolean {
  const matches = (name: string) => (name.endsWith(':') ? target.startsWith(name) : target === name)
  return !notPackages.some(matches) && (packages === undefined || packages.some(matches))
}

/** The first circle of value imports, as the files one goes through, or null. */
export function findImportCycle(sources: Sources): string[] | null {
  const finished = new Set<string>()
  const visit = (path: string, way: readonly string[]): string[] | null => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path]
    if (finished.has(path)) return null
    const nexts = readImports(path, sources.get(path) ?? '').filter(
      (line) => line.isOurs && !line.isTypeOnly && !line.isLazy,
    )
    for (const { target } of nexts) {
      const cycle = visit(target, [...way, path])
      if (cycle) return cycle
    }
    finished.add(path)
    return null
  }
  for (const path of sources.keys()) {
    const cycle = visit(path, [])
    if (cycle) return cycle
  }
  return null
}
