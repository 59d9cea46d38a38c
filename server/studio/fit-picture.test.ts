import { expect, test } from 'vitest'
import { fitPicture } from './fit-picture.ts'

const fitted = (width: number, height: number) => {
  const { picture, canvas } = fitPicture({ width, height })
  return [picture, canvas].map((size) => `${size.width}x${size.height}`)
}

test.each([
  ['what fits stays', 1080, 1920, '1080x1920', '1080x1920'],
  ['the limits themselves', 360, 360, '360x360', '360x360'],
  ['the largest', 4096, 4096, '4096x4096', '4096x4096'],
  ['odd sizes', 641, 361, '640x360', '640x360'],
  ['pixels that are not square', 720 * (16 / 15), 576, '768x576', '768x576'],
  ['a small picture', 300, 200, '540x360', '540x360'],
  ['a large picture', 4200, 2400, '4096x2340', '4096x2340'],
  ['a film of 1.85:1', 1998, 1080, '1998x1080', '1998x1080'],
  ['a wide film', 1920, 804, '1920x804', '1920x1080'],
  ['a phone of 9:20', 1080, 2400, '1080x2400', '1350x2400'],
  ['a banner', 2000, 20, '2000x20', '2000x1124'],
  ['a thread', 8, 3000, '8x3000', '1688x3000'],
  ['a long thread', 2, 16_000, '2x4096', '2304x4096'],
])('%s: %i × %i', (_, width, height, picture, canvas) => {
  expect(fitted(width, height)).toEqual([picture, canvas])
})
