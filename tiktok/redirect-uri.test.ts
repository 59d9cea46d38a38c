import { expect, test } from 'vitest'
import { redirectUriKind, redirectUriProblems } from './redirect-uri.ts'

test.each([
  'https://clips.example.com/api/v1/tiktok/oauth/callback',
  'https://clips.example.com:8443/callback/',
  'http://localhost:3000/callback',
  'http://127.0.0.1:3000/callback',
  'https://localhost:443/callback',
  'http://localhost:80',
])('%s is fine', (uri) => {
  expect(redirectUriProblems(uri)).toEqual([])
})

test.each([
  ['http://clips.example.com/callback', /begin with https/],
  ['http://localhost/callback', /name its port/],
  ['https://127.0.0.1/callback', /name its port/],
  ['http://localhost:*/callback', /absolute URL/],
  ['/callback', /absolute URL/],
  ['ftp://clips.example.com/', /absolute URL/],
  ['https://clips.example.com/callback?a=1', /query/],
  ['https://clips.example.com/callback?', /query/],
  ['https://clips.example.com/callback#top', /fragment/],
  ['https://me:secret@clips.example.com/', /password/],
  ['https://192.168.0.1/callback', /public name/],
  ['https://[::1]/callback', /public name/],
  ['https://intranet/callback', /public name/],
  ['https://nas.local/callback', /public name/],
  [`https://clips.example.com/${'a'.repeat(490)}`, /512/],
])('%s is told what is wrong', (uri, problem) => {
  expect(redirectUriProblems(uri)).toEqual([expect.stringMatching(problem)])
})

test('all problems are told at once', () => {
  expect(redirectUriProblems('http://192.168.0.1/?a#b')).toHaveLength(4)
})

test('localhost and 127.0.0.1 belong to a desktop registration', () => {
  expect(redirectUriKind('http://localhost:3000/')).toBe('desktop')
  expect(redirectUriKind('http://127.0.0.1:3000/')).toBe('desktop')
  expect(redirectUriKind('https://localhost.example.com/')).toBe('web')
  expect(redirectUriKind('nonsense')).toBe('web')
})
