import { expect, test } from 'vitest'
import { isAllowedUploadUrl } from './upload-url.ts'

const api = 'https://open.tiktokapis.com'

test.each([
  'https://open-upload.tiktokapis.com/video/?upload_id=1&upload_token=x',
  'https://upload.us.tiktokapis.com/upload/',
  'https://open-upload-va.tiktokapis.com:443/upload/',
])('%s is allowed', (url) => {
  expect(isAllowedUploadUrl(url, api)).toBe(true)
})

test.each([
  'http://open-upload.tiktokapis.com/video/',
  'https://open-upload.tiktokapis.com:8443/video/',
  'https://tiktokapis.com/video/',
  'https://eviltiktokapis.com/video/',
  'https://open-upload.tiktokapis.com.evil.com/video/',
  'https://open-upload.tiktokapis.com@evil.com/video/',
  'https://me@open-upload.tiktokapis.com/video/',
  'https://169.254.169.254/',
  'file:///etc/passwd',
  'nonsense',
])('%s is not', (url) => {
  expect(isAllowedUploadUrl(url, api)).toBe(false)
})

test('the origin of the API itself is allowed, whatever it is', () => {
  expect(isAllowedUploadUrl('http://127.0.0.1:3100/upload/?t=1', 'http://127.0.0.1:3100/')).toBe(true)
  expect(isAllowedUploadUrl('http://127.0.0.1:3101/upload/', 'http://127.0.0.1:3100')).toBe(false)
  expect(isAllowedUploadUrl('file:///a', 'file:///b')).toBe(false)
})
