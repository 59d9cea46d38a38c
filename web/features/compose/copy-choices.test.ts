import { expect, test } from 'vitest'
import { copyChoices } from './copy-choices.ts'
import { creator, target } from './draft-fixtures.ts'

const source = target('a', { privacyLevel: 'PUBLIC_TO_EVERYONE', allowComment: true, allowDuet: true, caption: 'mine' })

test('choices are copied, the own caption is not', () => {
  const { targets, incomplete } = copyChoices(source, [{ target: target('b', { caption: 'theirs' }), creator }])
  expect(targets).toEqual([
    target('b', { privacyLevel: 'PUBLIC_TO_EVERYONE', allowComment: true, allowDuet: true, caption: 'theirs' }),
  ])
  expect(incomplete).toEqual([])
})

test('what the other creator does not have stays as it was, and is told', () => {
  const limited = { ...creator, privacyLevelOptions: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'], duetDisabled: true }
  const other = target('b', { privacyLevel: 'SELF_ONLY' })
  const { targets, incomplete } = copyChoices(source, [{ target: other, creator: limited }])
  expect(targets).toEqual([target('b', { privacyLevel: 'SELF_ONLY', allowComment: true, allowDuet: false })])
  expect(incomplete).toEqual(['b'])
})

test('branded content is not copied onto a private post', () => {
  const branded = target('a', { disclosesPromotion: true, brandContent: true })
  const other = target('b', { privacyLevel: 'SELF_ONLY' })
  const { targets, incomplete } = copyChoices(branded, [{ target: other, creator }])
  expect(targets).toEqual([target('b', { privacyLevel: 'SELF_ONLY', disclosesPromotion: true })])
  expect(incomplete).toEqual(['b'])
})

test('nothing is copied while the options are unknown', () => {
  const { targets, incomplete } = copyChoices(source, [{ target: target('b'), creator: null }])
  expect(targets).toEqual([target('b')])
  expect(incomplete).toEqual(['b'])
})
