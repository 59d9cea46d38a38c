import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { asConnectErrorCode, connectErrorWords } from './connect-errors.ts'

const docs = readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')
const section = /## When connecting an account fails(.*?)\n## /s.exec(docs)?.[1] ?? ''
const documented = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, codes = '']) =>
  [...codes.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
)

test.each(documented.filter((code) => code !== 'unknown_error'))('%s has words of its own and a remedy', (code) => {
  const { title, detail, remedy } = connectErrorWords(code)
  expect(title).not.toBe(connectErrorWords('nobody_knows').title)
  for (const text of [title, detail, remedy]) expect(text.length).toBeGreaterThan(10)
})

test('the failures are told apart', () => {
  expect(documented.length).toBeGreaterThan(25)
  expect(new Set(documented.map((code) => connectErrorWords(code).title)).size).toBeGreaterThan(20)
})

test('what is no word is not repeated, and no name of an object is a code', () => {
  expect(asConnectErrorCode('Call +1 900 555 0100')).toBe('unknown_error')
  expect(connectErrorWords('Call +1 900 555 0100').detail).not.toContain('900')
  expect(connectErrorWords('constructor').title).toBe(connectErrorWords('nobody_knows').title)
})
