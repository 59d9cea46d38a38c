import { expect, test } from 'vitest'
import { scopeWords } from './scope-words.ts'

test('publishing stands first, and a scope without words stands for itself', () => {
  expect(scopeWords(['user.info.basic', 'video.publish', 'comment.list'])).toEqual([
    'Publish videos and photos on your profile',
    'See your name and picture',
    'comment.list',
  ])
})
