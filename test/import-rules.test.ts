import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { brokenImports, findImportCycle, type Sources } from './import-rules.ts'

async function readOurSources(): Promise<Sources> {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const pattern = '{bin,scripts,shared,simulator,server,test,tiktok,web}/**/*.{ts,tsx,js}'
  const sources = new Map<string, string>()
  for await (const path of glob(pattern, { cwd })) {
    if (!path.startsWith('web/dist/')) sources.set(path, await readFile(`${cwd}${path}`, 'utf8'))
  }
  return sources
}

const plant = (path: string, ...lines: string[]): Sources => new Map([[path, lines.join('\n')]])

test('every file imports only what its area may import', async () => {
  expect(brokenImports(await readOurSources())).toEqual([])
})

test('no files import each other in a circle', async () => {
  expect(findImportCycle(await readOurSources())).toBeNull()
})

test.each([
  ['tiktok/client.ts', "import { config } from '#server/config.ts'"],
  ['tiktok/client.ts', "import type { Post } from '../shared/api/posts.ts'"],
  ['simulator/state.ts', "import {\n  a,\n  b,\n} from '#tiktok/schemas.ts'"],
  ['shared/limits.ts', "import { readFile } from 'node:fs/promises'"],
  ['server/db/db.ts', "export * from '../posts/posts-store.ts'"],
  ['server/accounts/sync-profile.ts', "import { findPost } from '../posts/posts-store.ts'"],
  ['server/posts/publish-post.ts', "import { createContext } from '../context.ts'"],
  ['server/api/posts.ts', "import { createTikTok } from '#tiktok/client.ts'"],
  ['server/api/posts.ts', "import { sql } from 'kysely'"],
  ['server/posts/publish-post.ts', "const { startTestApp } = await import('#test/app.ts')"],
  ['web/features/compose/draft.ts', "import { accountsQuery } from '../accounts/queries.ts'"],
  ['web/ui/button.tsx', "import { useDraft } from '../features/compose/draft.ts'"],
  ['elsewhere/new.ts', "import { a } from '#shared/limits.ts'"],
])('a planted violation in %s is caught: %s', (path, line) => {
  expect(brokenImports(plant(path, line))).toHaveLength(1)
})

test.each([
  ['server/posts/publish-post.ts', "import type { Context } from '../context.ts'"],
  ['tiktok/upload.ts', "import { request } from 'undici'"],
  ['web/routes/compose.tsx', "import { Composer } from '../features/compose/composer.tsx'"],
  ['test/app.ts', "import { createSimulator } from '#simulator/simulator.ts'"],
])('an allowed import in %s passes: %s', (path, line) => {
  expect(brokenImports(plant(path, line))).toEqual([])
})

test('a planted circle is caught, and types make none', () => {
  const circle = (word: string): Sources =>
    new Map([
      ['shared/a.ts', "import { b } from './b.ts'"],
      ['shared/b.ts', "import { c } from '#shared/c.ts'"],
      ['shared/c.ts', `import ${word} { a } from './a.ts'`],
    ])
  expect(findImportCycle(circle(''))).toEqual(['shared/a.ts', 'shared/b.ts', 'shared/c.ts', 'shared/a.ts'])
  expect(findImportCycle(circle('type'))).toBeNull()
})
