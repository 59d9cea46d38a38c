import { expect, test } from 'vitest'
import { isOwnedUrl } from './url-ownership.ts'

const VERIFIED = ['media.example.com', 'https://host.example.org/tt/', 'http://127.0.0.1:4000/media/']

test.each([
  ['https://media.example.com/a.mp4', true],
  ['https://eu.media.example.com/a.mp4?sig=1', true],
  ['https://example.com/a.mp4', false],
  ['https://notmedia.example.com/a.mp4', false],
  ['http://media.example.com/a.mp4', false],
  ['https://media.example.com:8443/a.mp4', false],
  ['https://user@media.example.com/a.mp4', false],
  ['https://host.example.org/tt/a.mp4', true],
  ['https://host.example.org/tt/../a.mp4', false],
  ['https://host.example.org/ttt/a.mp4', false],
  ['https://192.0.2.1/a.mp4', false],
  ['https://[2001:db8::1]/a.mp4', false],
  ['http://127.0.0.1:4000/media/a.mp4', true],
  ['http://127.0.0.1:4000/other/a.mp4', false],
  ['http://127.0.0.1:4001/media/a.mp4', false],
  ['http://localhost:4000/media/a.mp4', false],
  ['not a url', false],
])('%s', (url, isOwned) => {
  expect(isOwnedUrl(url, VERIFIED)).toBe(isOwned)
})

test('a registered IP address over https is still not a host name', () => {
  expect(isOwnedUrl('https://192.0.2.1/a.mp4', ['192.0.2.1', 'https://192.0.2.1/'])).toBe(false)
})
