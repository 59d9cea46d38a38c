import { expect, test } from 'vitest'
import { draftOf, photo, photos } from '../draft-fixtures.ts'
import { sortChosenFiles } from './chosen-files.ts'

const nothing = { kind: 'nothing' } as const
const file = (name: string, type: string) => new File(['x'], name, { type })
const clip = file('clip.mp4', 'video/mp4')
const images = (count: number) => Array.from({ length: count }, (_, index) => file(`${index}.jpg`, 'image/jpeg'))
const refusalOf = (...args: Parameters<typeof sortChosenFiles>) => {
  const chosen = sortChosenFiles(...args)
  return chosen.kind === 'refused' ? chosen.refusal.detail : null
}

test('one video makes a video post, images make a photo post', () => {
  expect(sortChosenFiles([clip], nothing)).toEqual({ kind: 'video', file: clip })
  const three = images(3)
  expect(sortChosenFiles(three, nothing)).toEqual({ kind: 'photos', files: three })
})

test('what the browser does not know is told by its name', () => {
  expect(sortChosenFiles([file('IMG_1.HEIC', '')], nothing).kind).toBe('photos')
  expect(sortChosenFiles([file('clip.mkv', '')], nothing).kind).toBe('video')
  expect(refusalOf([file('notes.pdf', 'application/pdf')], nothing)).toBe('“notes.pdf” cannot be posted to TikTok.')
})

test('a video and photos are refused in a sentence, whichever came first', () => {
  expect(refusalOf([clip, ...images(1)], nothing)).toMatch(/one video, or photos/)
  expect(refusalOf([clip], draftOf(photos(photo('a'))).content)).toMatch(/one video, or photos/)
  expect(refusalOf([clip, clip], nothing)).toBe('You chose 2 videos; a post takes one.')
})

test('more than 35 photos are refused with their count, those that are there counted in', () => {
  expect(sortChosenFiles(images(35), nothing).kind).toBe('photos')
  expect(refusalOf(images(36), nothing)).toMatch(/36 photos; TikTok takes at most 35/)
  expect(refusalOf(images(35), draftOf(photos(photo('a'))).content)).toMatch(/36 photos/)
})

test('an empty file is refused by its name', () => {
  expect(refusalOf([new File([], 'nothing.mp4', { type: 'video/mp4' })], nothing)).toBe('“nothing.mp4” has no content.')
})

test('nothing is added to photos of which a slideshow is being made', () => {
  const { slideshow, ...rest } = photos(photo('a'), photo('b'))
  const rendering = { run: new AbortController().signal, progress: 0 }
  expect(refusalOf(images(1), { ...rest, slideshow: { ...slideshow, rendering } })).toMatch(/until then/)
})
