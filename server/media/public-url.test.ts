import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestClock } from '#test/clock.ts'
import { Secret } from '../vault/secret.ts'
import { publicFileOf } from './public-file.ts'
import { openPublicUrl, publicUrl } from './public-url.ts'

const HOUR_MS = 60 * 60 * 1000
const clock = createTestClock()
const media = { mediaId: '0b5f0a3e-1f63-4a57-9a0e-1c8b6f2d9e11', name: 'video.mp4' }

function installation(sessionSecret = 'a secret of this installation, long') {
  const secrets = { sessionSecret: new Secret(sessionSecret) }
  return { clock, secrets, config: { mediaPublicUrl: 'https://media.example.com/tt' } }
}

function partsOf(url: Secret) {
  const [token = '', name = ''] = url.reveal().split('/').slice(-2)
  return { token, name }
}

test('it leads to its media item under the public base, for longer than TikTok may take, and then to nothing', () => {
  const ours = installation()
  const url = publicUrl(ours, media)
  expect(url.reveal()).toMatch(/^https:\/\/media\.example\.com\/tt\/media\/public\/[\w.-]+\/video\.mp4$/)
  expect(openPublicUrl(ours, partsOf(url))).toBe(media.mediaId)
  clock.advance(2 * HOUR_MS + 60_000)
  expect(openPublicUrl(ours, partsOf(url))).toBe(media.mediaId)
  clock.advance(HOUR_MS)
  expect(openPublicUrl(ours, partsOf(url))).toBeNull()
})

test('another installation, another name and another media item open nothing', () => {
  const ours = installation()
  const { token, name } = partsOf(publicUrl(ours, media))
  expect(openPublicUrl(installation('another secret of another place'), { token, name })).toBeNull()
  expect(openPublicUrl(ours, { token, name: 'image.jpg' })).toBeNull()
  expect(openPublicUrl(ours, { token, name: `${name}\n` })).toBeNull()
  expect(openPublicUrl(ours, { token: token.replace(/^0/, '1'), name })).toBeNull()
})

test('a token altered in any one character opens nothing', () => {
  const ours = installation()
  const { token, name } = partsOf(publicUrl(ours, media))
  const altered = fc
    .tuple(fc.nat(token.length - 1), fc.constantFrom(...'0123456789abcdefXYZ-_.%/'))
    .map(([at, char]) => token.slice(0, at) + char + token.slice(at + 1))
    .filter((text) => text !== token)
  fc.assert(fc.property(altered, (text) => openPublicUrl(ours, { token: text, name }) === null))
  fc.assert(fc.property(fc.string(), (text) => openPublicUrl(ours, { token: text, name }) === null))
})

test('what is pulled is a video as it is, and the JPEG of an image', () => {
  const item = { id: media.mediaId, sizeBytes: 9_000_000, sha256: 'ab12', storageKey: 'w/m' }
  expect(publicFileOf({ ...item, kind: 'video', mimeType: 'video/quicktime', photo: null })).toEqual({
    mediaId: media.mediaId,
    name: 'video.mov',
    mimeType: 'video/quicktime',
    sizeBytes: 9_000_000,
    etag: '"ab12"',
    storageKey: 'w/m',
  })
  const photo = { sizeBytes: 300_000, width: 1080, height: 1350 }
  expect(publicFileOf({ ...item, kind: 'image', mimeType: 'image/png', photo })).toEqual({
    mediaId: media.mediaId,
    name: 'image.jpg',
    mimeType: 'image/jpeg',
    sizeBytes: 300_000,
    etag: '"ab12-photo"',
    storageKey: 'w/m.photo.jpg',
  })
  const sound = { ...item, kind: 'audio' as const, mimeType: 'audio/mpeg', photo: null }
  expect(() => publicFileOf(sound)).toThrow('audio/mpeg')
})
