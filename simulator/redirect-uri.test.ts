import { expect, test } from 'vitest'
import { isRegisteredRedirect, redirectUriProblem } from './redirect-uri.ts'

test.each([
  ['https://app.example.com/callback', null],
  ['http://127.0.0.1:*/callback/', null],
  ['http://localhost:3000/callback', null],
  ['http://app.example.com/callback', 'is not https'],
  ['http://localhost/callback', 'is a loopback address without a port'],
  ['https://app.example.com/callback?a=1', 'has a query or a fragment'],
  ['https://app.example.com/#here', 'has a query or a fragment'],
  [`https://app.example.com/${'a'.repeat(500)}`, 'is longer than 511 characters'],
  ['/callback', 'is not an absolute URL; a loopback host needs a port'],
])('%s', (redirectUri, problem) => {
  expect(redirectUriProblem(redirectUri)).toBe(problem)
})

test('a redirect URI is compared byte for byte, but for the port in place of *', () => {
  const registered = ['https://app.example.com/callback', 'http://127.0.0.1:*/callback/']
  expect(isRegisteredRedirect('https://app.example.com/callback', registered)).toBe(true)
  expect(isRegisteredRedirect('https://app.example.com/callback/', registered)).toBe(false)
  expect(isRegisteredRedirect('http://127.0.0.1:51823/callback/', registered)).toBe(true)
  expect(isRegisteredRedirect('http://127.0.0.1:51823/callback', registered)).toBe(false)
  expect(isRegisteredRedirect('http://127.0.0.1:1@evil.example:2/callback/', registered)).toBe(false)
  expect(isRegisteredRedirect('http://localhost:51823/callback/', registered)).toBe(false)
})
