import { expect, test } from 'vitest'
import { type Draft, emptyDraft } from './draft.ts'
import { creator, media, readyDraft, target } from './draft-fixtures.ts'
import { postQuestions, targetQuestions } from './open-questions.ts'

const now = new Date('2026-11-20T12:00:00Z')
const open = { privacyLevel: 'PUBLIC_TO_EVERYONE' } as const

test('an empty draft asks for a video and an account', () => {
  expect(postQuestions(emptyDraft, now).map(({ message }) => message)).toEqual([
    'Choose a video.',
    'Choose at least one account.',
  ])
})

test('a complete draft asks nothing', () => {
  const draft = readyDraft([target('a', open)])
  expect(postQuestions(draft, now)).toEqual([])
  expect(targetQuestions(draft, target('a', open), { creator })).toEqual([])
})

test('a caption that is too long is refused with its count', () => {
  const draft = readyDraft([target('a', open)])
  const long: Draft = { ...draft, choices: { ...draft.choices, caption: 'x'.repeat(2201) } }
  expect(postQuestions(long, now)[0]?.message).toBe('The caption has 2201 characters; TikTok takes at most 2200.')
})

test('there is no default audience, and one that is not offered any more has to be chosen again', () => {
  const draft = readyDraft([])
  expect(targetQuestions(draft, target('a'), { creator })).toHaveLength(1)
  const gone = { ...creator, privacyLevelOptions: ['SELF_ONLY'] }
  expect(targetQuestions(draft, target('a', open), { creator: gone })).toHaveLength(1)
})

test('a video that is longer than this creator may post is told with both lengths', () => {
  const questions = targetQuestions(readyDraft([]), target('a', open), {
    creator: { ...creator, maxVideoPostDurationSec: 30 },
  })
  expect(questions[0]?.message).toBe('The video is 0:42 long; this creator may post at most 0:30.')
})

test('a creator who cannot post now stops a direct post, not a draft', () => {
  const blocked = { ...creator, canPost: false, reason: 'Too many posts today.' }
  expect(targetQuestions(readyDraft([]), target('a', open), { creator: blocked })).toHaveLength(1)
  expect(targetQuestions(readyDraft([]), target('a', { mode: 'draft' }), { creator: blocked })).toEqual([])
})

test('a disclosure that says nothing is asked for in TikTok’s words', () => {
  const questions = targetQuestions(readyDraft([]), target('a', { ...open, disclosesPromotion: true }), { creator })
  expect(questions.map(({ message }) => message)).toEqual([
    'You need to indicate if your content promotes yourself, a third party, or both.',
  ])
})

test('a video that TikTok would refuse is not sent', () => {
  const draft = readyDraft([target('a', open)])
  const check = {
    code: 'c',
    level: 'error',
    message: 'No',
    measured: null,
    limit: null,
    remedy: null,
    fix: null,
  } as const
  expect(postQuestions({ ...draft, media: { ...media, checks: [check] } }, now)).toHaveLength(1)
})

test('a time that is past or incomplete is refused', () => {
  const draft = readyDraft([target('a', open)])
  const at = (localTime: string): Draft => ({
    ...draft,
    choices: { ...draft.choices, timing: { kind: 'later', localTime } },
  })
  expect(postQuestions(at(''), now)).toHaveLength(1)
  expect(postQuestions(at('2026-11-19T12:00'), now)).toHaveLength(1)
  expect(postQuestions(at('2026-11-22T12:00'), now)).toEqual([])
})
