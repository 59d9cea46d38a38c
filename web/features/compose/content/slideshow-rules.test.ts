import { expect, test } from 'vitest'
import { CreateSlideshow } from '#shared/api/media.ts'
import { media, photo, photos, waiting } from '../draft-fixtures.ts'
import { newSlideshow, type PhotoContent, type Slideshow } from './content.ts'
import { slideshowDurationMs, slideshowProblem, slideshowWish } from './slideshow-rules.ts'

const withChoices = (content: PhotoContent, choices: Partial<Slideshow>): PhotoContent => ({
  ...content,
  slideshow: { ...newSlideshow, ...choices },
})
const two = photos(photo('a'), photo('b'))

test('a slideshow lasts as long as its photos are shown', () => {
  expect(slideshowDurationMs(withChoices(two, { secondsPerImage: 2.5 }))).toBe(5000)
})

test('what keeps it from being made is said', () => {
  expect(slideshowProblem(two)).toBeNull()
  expect(slideshowProblem(photos(photo('a')))).toBe('A slideshow takes at least 2 photos.')
  expect(slideshowProblem(withChoices(two, { secondsPerImage: 11 }))).toBe('Show each photo for 1 to 10 seconds.')
  expect(slideshowProblem(photos(photo('a'), waiting('b')))).toBe('Wait until all photos are there.')
  expect(slideshowProblem(withChoices(two, { sound: waiting('s') }))).toBe('Wait until the sound is uploaded.')
})

test('the longest is ten minutes', () => {
  const many = photos(...Array.from({ length: 61 }, (_, index) => photo(String(index))))
  expect(slideshowProblem(withChoices(many, { secondsPerImage: 10 }))).toBe(
    'It would last 10:10; at most 10:00 are possible.',
  )
})

test('the request carries the photos in their order, and the sound where there is one', () => {
  const id = (digit: number) => `7d4f5f5e-1f0a-4b6c-9f57-1a52c1d3e00${digit}`
  const content = photos(photo('b', { id: id(2) }), photo('a', { id: id(1) }))
  expect(CreateSlideshow.parse(slideshowWish(content))).toEqual({
    imageIds: [id(2), id(1)],
    secondsPerImage: 3,
    transition: 'none',
    fill: 'black',
  })
  const sound = photo('s', { ...media, kind: 'audio', id: id(3) })
  expect(slideshowWish(withChoices(content, { sound }))).toMatchObject({ audioId: id(3) })
})
