import { expect, test } from 'vitest'
import { CreatePost } from '#shared/api/posts.ts'
import { localTimeOf, momentOf } from '../../ui/local-time.ts'
import { consentGroups } from './consent-groups.ts'
import { errorsByAccount } from './draft-errors.ts'
import { draftOf, photo, photos, readyDraft, target } from './draft-fixtures.ts'
import { draftToPost } from './draft-to-post.ts'

const acme = '7d4f5f5e-1f0a-4b6c-9f57-1a52c1d3e0aa'
const bistro = '7d4f5f5e-1f0a-4b6c-9f57-1a52c1d3e0bb'

test('publishing carries the consent and every choice as it was made', () => {
  const post = draftToPost(readyDraft([target(acme, { privacyLevel: 'SELF_ONLY', allowComment: true })]), 'publish')
  expect(CreatePost.parse(post)).toMatchObject({
    publishAt: 'now',
    consent: { musicUsage: true },
    targets: [{ accountId: acme, mode: 'direct', privacyLevel: 'SELF_ONLY', allowComment: true, allowDuet: false }],
  })
})

test('keeping it as a draft sends neither a time nor a consent', () => {
  const post = draftToPost(readyDraft([target(acme, { privacyLevel: 'SELF_ONLY' })]), 'keep')
  expect(post).not.toHaveProperty('publishAt')
  expect(post).not.toHaveProperty('consent')
})

test('a draft for the inbox carries nothing but its account: the creator chooses in the app', () => {
  const inbox = target(acme, { mode: 'draft', privacyLevel: 'SELF_ONLY', allowComment: true, caption: 'only here' })
  expect(draftToPost(readyDraft([inbox]), 'publish').targets).toEqual([{ accountId: acme, mode: 'draft' }])
})

test('photos go out in their order with their cover, and without what only videos have', () => {
  const [first, second] = ['7d4f5f5e-1f0a-4b6c-9f57-1a52c1d3e001', '7d4f5f5e-1f0a-4b6c-9f57-1a52c1d3e002']
  const content = photos(photo('b', { id: second }), photo('a', { id: first }))
  const chosen = target(acme, { privacyLevel: 'SELF_ONLY', allowDuet: true, autoAddMusic: true, title: 'Only here' })
  const inbox = target(bistro, { mode: 'draft', description: 'For the inbox', allowComment: true })
  const texts = { title: 'Looks', description: '#autumn', caption: 'unused', photoCoverKey: 'a' }
  const post = draftToPost(draftOf(content, { ...texts, targets: [chosen, inbox] }), 'keep')
  expect(CreatePost.parse(post)).toMatchObject({
    type: 'photo',
    mediaIds: [second, first],
    photoCoverIndex: 1,
    title: 'Looks',
    description: '#autumn',
  })
  expect(post).not.toHaveProperty('caption')
  expect(post.targets[0]).toMatchObject({ autoAddMusic: true, title: 'Only here' })
  expect(post.targets[0]).not.toHaveProperty('allowDuet')
  expect(post.targets[1]).toEqual({ accountId: bistro, mode: 'draft', description: 'For the inbox' })
})

test('a schedule is the moment meant in the browser’s zone; an incomplete one is never published now', () => {
  const draft = readyDraft([target(acme, { mode: 'draft' })])
  const at = (localTime: string) => ({
    ...draft,
    choices: { ...draft.choices, timing: { kind: 'later', localTime } as const },
  })
  const moment = new Date('2026-12-01T09:00:00Z')
  expect(draftToPost(at(localTimeOf(moment)), 'publish').publishAt).toBe('2026-12-01T09:00:00.000Z')
  expect(momentOf('')).toBeNull()
  expect(() => draftToPost(at(''), 'publish')).toThrow()
})

test('objections of the server find the account they are about', () => {
  const targets = [target(acme), target(bistro)]
  expect(errorsByAccount({ 'targets.1.privacyLevel': 'Choose.', caption: 'Long.' }, targets)).toEqual({
    [`${bistro}.privacyLevel`]: 'Choose.',
    caption: 'Long.',
  })
})

test('accounts with branded content stand under their own consent line', () => {
  const branded = target(bistro, { brandContent: true })
  expect(consentGroups([target(acme), branded])).toEqual([
    { hasBrandedContent: false, accountIds: [acme] },
    { hasBrandedContent: true, accountIds: [bistro] },
  ])
  expect(consentGroups([])).toEqual([{ hasBrandedContent: false, accountIds: [] }])
})
