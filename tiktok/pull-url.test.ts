import { expect, test } from 'vitest'
import { pullUrlProblems } from './pull-url.ts'

test.each(['https://media.example.com', 'https://media.example.com/clips', 'https://clips.example.co.uk/'])(
  '%s is fine',
  (url) => {
    expect(pullUrlProblems(url)).toEqual([])
  },
)

test.each([
  ['http://media.example.com', /https/],
  ['https://localhost:3000', /public name/],
  ['https://192.0.2.1', /public name/],
  ['https://[2001:db8::1]/', /public name/],
  ['https://nas.local', /public name/],
  ['https://me:pw@media.example.com', /password/],
  ['https://media.example.com/?a=1', /query/],
  ['media', /absolute/],
])('%s is told what is wrong', (url, problem) => {
  expect(pullUrlProblems(url)).toEqual([expect.stringMatching(problem)])
})

test('all problems are told at once', () => {
  expect(pullUrlProblems('http://127.0.0.1:3000')).toHaveLength(2)
})
