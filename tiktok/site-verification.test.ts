import { expect, test } from 'vitest'
import { siteVerificationFile, siteVerificationProblems } from './site-verification.ts'

test('a token names its file and what stands in it', () => {
  expect(siteVerificationFile('AbC123')).toEqual({
    name: 'tiktokAbC123.txt',
    text: 'tiktok-developers-site-verification=AbC123',
  })
})

test.each(['tiktokAbC123.txt', 'tiktok-developers-site-verification=AbC123', '../AbC123', 'AbC 123', 'AbC%2f', 'é'])(
  '%s is no token, and what to give is said',
  (token) => {
    expect(siteVerificationProblems(['AbC123', token])).toEqual([
      `"${token}" is no token. Give what stands between "tiktok" and ".txt" in the name of the file.`,
    ])
  },
)
