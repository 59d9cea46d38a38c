import { expect, test } from 'vitest'
import { account, target } from './draft-fixtures.ts'
import { brandContentBlock, changeTarget, newTarget, privacyBlock, promotionLabel } from './target-rules.ts'

test('an account that may not publish directly gets a draft', () => {
  expect(newTarget(account('a', { directPost: false })).mode).toBe('draft')
  expect(newTarget(account('a')).mode).toBe('direct')
})

test('switching the disclosure off unticks both boxes', () => {
  const on = target('a', { disclosesPromotion: true, brandOrganic: true, brandContent: true })
  expect(changeTarget(on, { disclosesPromotion: false })).toMatchObject({ brandOrganic: false, brandContent: false })
})

test('branded content and "only me" exclude each other, whichever comes first', () => {
  const secret = target('a', { privacyLevel: 'SELF_ONLY', disclosesPromotion: true })
  expect(brandContentBlock(secret)).toBe('Branded content visibility cannot be set to private.')
  expect(changeTarget(secret, { brandContent: true })).toEqual(secret)

  const branded = target('a', { privacyLevel: 'PUBLIC_TO_EVERYONE', disclosesPromotion: true, brandContent: true })
  expect(privacyBlock(branded, 'SELF_ONLY')).toBe('Branded content visibility cannot be set to private.')
  expect(privacyBlock(branded, 'MUTUAL_FOLLOW_FRIENDS')).toBeNull()
  expect(changeTarget(branded, { privacyLevel: 'SELF_ONLY' })).toEqual(branded)
})

test('the label is the one TikTok will show', () => {
  expect(promotionLabel(target('a'))).toBeNull()
  expect(promotionLabel(target('a', { brandOrganic: true }))).toMatch(/'Promotional content'$/)
  expect(promotionLabel(target('a', { brandContent: true }))).toMatch(/'Paid partnership'$/)
  expect(promotionLabel(target('a', { brandOrganic: true, brandContent: true }))).toMatch(/'Paid partnership'$/)
})
