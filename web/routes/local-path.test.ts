import { expect, test } from 'vitest'
import { localPath } from './local-path.ts'

test('only a path of this site is followed', () => {
  expect(localPath('/accounts?connected=1')).toBe('/accounts?connected=1')
  for (const elsewhere of ['https://evil.example', '//evil.example', '/\\evil.example', 'accounts', '', undefined]) {
    expect(localPath(elsewhere)).toBe('/posts')
  }
})
