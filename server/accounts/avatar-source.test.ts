import { expect, test } from 'vitest'
import { avatarSource } from './avatar-source.ts'

const REAL = ['https://www.tiktok.com/v2/auth/authorize/', 'https://open.tiktokapis.com']
const LOCAL = ['http://localhost:3100/v2/auth/authorize/', 'http://localhost:3100']

test.each([
  'https://p16-sign-va.tiktokcdn.com/tos-maliva/a.jpeg?x-expires=1',
  'https://p19-sign.tiktokcdn-us.com/a.webp',
  'https://p16-common-sign.tiktokcdn-eu.com/a.jpeg',
  'https://p77.ibyteimg.com/a',
  'https://www.tiktok.com/a.png',
])('a picture is fetched from %s', (url) => {
  expect(avatarSource(url, REAL)?.url.href).toBe(url)
})

test.each([
  'http://p16-sign-va.tiktokcdn.com/a.jpeg',
  'https://p16.tiktokcdn.com.evil.example/a.jpeg',
  'https://eviltiktokcdn.com/a.jpeg',
  'https://p16.tiktokcdn.com:8443/a.jpeg',
  'https://user:password@p16.tiktokcdn.com/a.jpeg',
  'https://169.254.169.254/latest/meta-data',
  'http://127.0.0.1:5432/',
  'https://[::1]/a.png',
  'file:///etc/passwd',
  'data:image/svg+xml,<svg/>',
  '//p16.tiktokcdn.com/a.jpeg',
  '',
])('nothing is fetched from "%s"', (url) => {
  expect(avatarSource(url, REAL)).toBeNull()
})

test('the simulator that was configured counts by its whole origin', () => {
  expect(avatarSource('http://localhost:3100/avatars/a.png', LOCAL)).toMatchObject({ isOurs: true })
  expect(avatarSource('http://localhost:3000/api/v1/me', LOCAL)).toBeNull()
  expect(avatarSource('http://127.0.0.1:3100/avatars/a.png', LOCAL)).toBeNull()
  expect(avatarSource('http://tiktok.intern/a.png', ['http://tiktok.intern'])).toBeNull()
  expect(avatarSource('https://tiktok.intern/a.png', ['https://tiktok.intern'])).toMatchObject({ isOurs: true })
})
