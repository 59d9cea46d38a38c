import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { failReasons } from '#tiktok/remedies.ts'

const page = readFileSync('docs/faults.md', 'utf8')
/** TikTok's words have underscores, so what has a hyphen is the name of a test. */
const named = new Set(Array.from(page.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g), ([, name = '']) => name))

test('every test that the page of faults names is there, and every test of faults is on the page', () => {
  expect([...named].filter((name) => !existsSync(`test/flows/${name}.test.ts`))).toEqual([])
  const all = globSync('test/flows/fault-*.test.ts').map((path) => basename(path, '.test.ts'))
  expect(all.filter((name) => !named.has(name))).toEqual([])
})

test('every fail reason that the code judges is on the page', () => {
  expect(Object.keys(failReasons).filter((reason) => !page.includes(`\`${reason}\``))).toEqual([])
})
