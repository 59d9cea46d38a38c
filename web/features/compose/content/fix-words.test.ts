import { expect, test } from 'vitest'
import type { MediaFix } from '#shared/api/media.ts'
import { fixWords } from './fix-words.ts'

const finding = (fix: MediaFix | null) =>
  ({ code: 'c', level: 'warning', message: '', measured: null, limit: null, remedy: null, fix }) as const

test('a fix says all that it will do, each once', () => {
  expect(fixWords([finding('convert'), finding(null), finding('shrink'), finding('convert')])).toBe(
    'Makes a copy as a JPEG and of at most 1080 × 1920 pixels. The original stays in the library.',
  )
})

test('where nothing can be mended, nothing is offered', () => {
  expect(fixWords([finding(null)])).toBeNull()
})
