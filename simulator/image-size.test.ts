import { expect, test } from 'vitest'
import { imageSize } from './image-size.ts'

test('reads a JPEG behind other segments', () => {
  const app0 = Buffer.from('ffe00004abcd', 'hex')
  const frame = Buffer.from('ffc20011080780043803011100021101031101', 'hex')
  expect(imageSize(Buffer.concat([Buffer.from('ffd8', 'hex'), app0, frame]))).toEqual({ width: 1080, height: 1920 })
})

test('reads the three kinds of WebP', () => {
  const riff = (chunk: string, body: Buffer) =>
    Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${chunk}\0\0\0\0`, 'latin1'), body, Buffer.alloc(12)])
  const canvas = Buffer.from('00000000370400' + '7f0700', 'hex')
  expect(imageSize(riff('VP8X', canvas))).toEqual({ width: 1080, height: 1920 })
  expect(imageSize(riff('VP8 ', Buffer.from('0000009d012a38048007', 'hex')))).toEqual({ width: 1080, height: 1920 })
  const lossless = Buffer.alloc(5)
  lossless[0] = 0x2f
  lossless.writeUInt32LE((1079 | (1919 << 14)) >>> 0, 1)
  expect(imageSize(riff('VP8L', lossless))).toEqual({ width: 1080, height: 1920 })
})

test('a PNG has no size here', () => {
  expect(imageSize(Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex'))).toBeNull()
})
