import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSameCaption } from './same-caption.ts'

const LONG = `${'The oven is warm, and so is the bread. '.repeat(6)}#sourdough`

test.each([
  ['as it is', 'New drop #acme', 'New drop #acme'],
  ['a space set after the hashtag', 'New drop #acme#bread', 'New drop #acme #bread '],
  ['lines made one', 'New drop\n\n#acme', 'New drop #acme'],
  ['another case of a hashtag', 'New drop #AcMe', 'New drop #acme'],
  ['an accent of two characters', 'Café', 'Café'],
  ['an emoji without its selector', 'I ❤️ bread', 'I ❤ bread'],
  ['cut after 150', LONG, LONG.slice(0, 150)],
  ['cut with an ellipsis', LONG, `${LONG.slice(0, 147)}...`],
  ['cut in the middle of an emoji', `${'x'.repeat(149)}🥐 fresh`, `${'x'.repeat(149)}\uD83E`],
])('the caption is recognised: %s', (_what, sent, shown) => {
  expect(isSameCaption(sent, shown)).toBe(true)
})

test.each([
  ['another text', 'New drop #acme', 'New drop #other'],
  ['only the beginning, where nothing had to be cut', 'New drop #acme', 'New drop'],
  ['more than was sent', 'New drop', 'New drop #acme'],
  ['a long text that ends otherwise', LONG, `${LONG.slice(0, 130)}but today there is cake.`],
  ['an empty caption', '', ''],
  ['a caption of spaces', ' \n\u200B', ''],
  ['nothing shown', 'New drop', ''],
  ['a cut that leaves next to nothing', `a${' '.repeat(200)}b`, `a${' '.repeat(149)}`],
])('the caption is not recognised: %s', (_what, sent, shown) => {
  expect(isSameCaption(sent, shown)).toBe(false)
})

test('whatever was sent is recognised in the first 150 characters of itself', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 400, unit: 'grapheme' }), (text) => {
      fc.pre(/[\p{L}\p{N}]{1}/u.test(text) && !/\s{20}/.test(text))
      expect(isSameCaption(text, text.slice(0, 150))).toBe(true)
    }),
  )
})
