import { expect, test } from 'vitest'
import type { Publication } from '#shared/api/posts.ts'
import { creator, target } from './draft-fixtures.ts'
import { stillOffered, waitsForChoices } from './held-choices.ts'

const failure = (code: string) => ({ code, detail: '', remedy: '' })
const held = (changes: Partial<Pick<Publication, 'status' | 'mode' | 'failure'>>) =>
  waitsForChoices({ status: 'held', mode: 'direct', failure: failure('privacy_not_offered'), ...changes })

test('only what is held for its choices is chosen again', () => {
  expect(held({})).toBe(true)
  expect(held({ failure: failure('interaction_disabled') })).toBe(true)
  expect(held({ failure: failure('account_revoked') })).toBe(false)
  expect(held({ status: 'failed' })).toBe(false)
  expect(held({ mode: 'draft' })).toBe(false)
})

test('choices that the creator no longer has are dropped, and nothing takes their place', () => {
  const chosen = target('a', { privacyLevel: 'PUBLIC_TO_EVERYONE', allowComment: true, allowDuet: true })
  const nowPrivate = { ...creator, privacyLevelOptions: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'], duetDisabled: true }
  expect(stillOffered(chosen, nowPrivate)).toEqual({ ...chosen, privacyLevel: null, allowDuet: false })
  expect(stillOffered(chosen, creator)).toEqual(chosen)
})
