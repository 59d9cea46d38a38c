import { expect, test } from 'vitest'
import type { MediaCheck } from '#shared/api/media.ts'
import { emptyDraft } from './draft.ts'
import { creator, draftOf, photo, photos, readyDraft, target, waiting } from './draft-fixtures.ts'
import { postQuestions, targetQuestions } from './open-questions.ts'

const now = new Date('2026-11-20T12:00:00Z')
const facts = { now, photosProblem: null }
const aboutVideo = { type: 'video', durationMs: 42_000, creator } as const
const open = { privacyLevel: 'PUBLIC_TO_EVERYONE' } as const
const refusal: MediaCheck = {
  code: 'c',
  level: 'error',
  message: 'No',
  measured: null,
  limit: null,
  remedy: null,
  fix: null,
}
const targets = [target('a', open)]
const messages = (...args: Parameters<typeof postQuestions>) => postQuestions(...args).map(({ message }) => message)

test('an empty draft asks for a video or photos, and an account', () => {
  expect(messages(emptyDraft, facts)).toEqual(['Choose a video or photos.', 'Choose at least one account.'])
})

test('a complete draft asks nothing', () => {
  expect(messages(readyDraft(targets), facts)).toEqual([])
  expect(targetQuestions(target('a', open), aboutVideo)).toEqual([])
})

test('a text that is too long is refused with its count, and only where it is used', () => {
  const { content } = readyDraft(targets)
  const texts = { caption: 'x'.repeat(2201), title: 'x'.repeat(91), description: 'x'.repeat(4001), targets }
  expect(messages(draftOf(content, texts), facts)).toEqual([
    'The caption has 2201 characters; TikTok takes at most 2200.',
  ])
  expect(messages(draftOf(photos(photo('a')), texts), facts)).toEqual([
    'The title has 91 characters; TikTok takes at most 90.',
    'The description has 4001 characters; TikTok takes at most 4000.',
  ])
})

test('an own title is refused with its count, for photos in the inbox too', () => {
  const own = target('a', { mode: 'draft', title: 'x'.repeat(91) })
  const aboutPhotos = { type: 'photo', durationMs: null, creator } as const
  expect(targetQuestions(own, aboutPhotos)).toHaveLength(1)
  expect(targetQuestions(own, aboutVideo)).toEqual([])
})

test('there is no default audience, and one that is not offered any more has to be chosen again', () => {
  expect(targetQuestions(target('a'), aboutVideo)).toHaveLength(1)
  const gone = { ...creator, privacyLevelOptions: ['SELF_ONLY'] }
  expect(targetQuestions(target('a', open), { ...aboutVideo, creator: gone })).toHaveLength(1)
})

test('a video that is longer than this creator may post is told with both lengths', () => {
  const short = { ...aboutVideo, creator: { ...creator, maxVideoPostDurationSec: 30 } }
  expect(targetQuestions(target('a', open), short)[0]?.message).toBe(
    'The video is 0:42 long; this creator may post at most 0:30.',
  )
})

test('a creator who cannot post now stops a direct post, not a draft', () => {
  const blocked = { ...aboutVideo, creator: { ...creator, canPost: false, reason: 'Too many posts today.' } }
  expect(targetQuestions(target('a', open), blocked)).toHaveLength(1)
  expect(targetQuestions(target('a', { mode: 'draft' }), blocked)).toEqual([])
})

test('a disclosure that says nothing is asked for in TikTok’s words', () => {
  const questions = targetQuestions(target('a', { ...open, disclosesPromotion: true }), aboutVideo)
  expect(questions.map(({ message }) => message)).toEqual([
    'You need to indicate if your content promotes yourself, a third party, or both.',
  ])
})

test('what TikTok would refuse is not sent, and a photo is told by its name', () => {
  expect(messages(readyDraft(targets, { checks: [refusal] }), facts)).toHaveLength(1)
  const wide = photo('wide', { checks: [refusal] })
  expect(messages(draftOf(photos(photo('a'), wide), { targets }), facts)).toEqual([
    'TikTok would refuse wide.jpg. See what must be changed.',
  ])
})

test('what is not there yet is waited for', () => {
  expect(messages(draftOf(photos(photo('a'), waiting('b')), { targets }), facts)).toEqual([
    'Wait until all photos are uploaded.',
  ])
})

test('where photos cannot be posted, a slideshow is asked for', () => {
  const draft = draftOf(photos(photo('a')), { targets })
  expect(messages(draft, { now, photosProblem: 'There is no public address.' })).toEqual([
    'Photos cannot be posted from here: make a slideshow of them.',
  ])
})

test('a time that is past or incomplete is refused', () => {
  const { content } = readyDraft(targets)
  const at = (localTime: string) => draftOf(content, { targets, timing: { kind: 'later', localTime } })
  expect(messages(at(''), facts)).toHaveLength(1)
  expect(messages(at('2026-11-19T12:00'), facts)).toHaveLength(1)
  expect(messages(at('2026-11-22T12:00'), facts)).toEqual([])
})
