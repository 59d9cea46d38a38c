import { expect, test } from 'vitest'
import type { MediaCheck, MediaFix } from '#shared/api/media.ts'
import { fixWords } from './fixes.ts'

const finding = (fix: MediaFix | null, level: MediaCheck['level'] = 'warning'): MediaCheck => ({
  code: 'c',
  level,
  message: '',
  measured: null,
  limit: null,
  remedy: null,
  fix,
})

test('a fix says all that it will do, each once', () => {
  expect(fixWords([finding('convert'), finding(null), finding('shrink'), finding('convert')])).toBe(
    'Makes a copy as a JPEG and of at most 1080 × 1920 pixels. The original stays in the library.',
  )
})

test('where nothing can be mended, or not everything that TikTok would refuse, nothing is offered', () => {
  expect(fixWords([finding(null), finding('transcode', 'ok')])).toBeNull()
  expect(fixWords([finding('transcode', 'error'), finding(null, 'error')])).toBeNull()
})
