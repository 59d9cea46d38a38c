import { describe, expect, test } from 'vitest'
import { type Draft, emptyDraft } from './draft.ts'
import { media, readyDraft, target, video } from './draft-fixtures.ts'
import { draftReducer } from './draft-reducer.ts'

const failure = { title: 'No', detail: 'It broke', remedy: null, requestId: null }

describe('the upload', () => {
  test('goes from choosing over uploading to ready', () => {
    const run = new AbortController().signal
    const uploading = draftReducer(emptyDraft, { type: 'fileChosen', run, video })
    const half = draftReducer(uploading, { type: 'uploadProgressed', run, sentBytes: 1_000_000 })
    expect(half).toMatchObject({ step: 'uploading', sentBytes: 1_000_000 })
    const ready = draftReducer(half, { type: 'uploadFinished', run, media })
    expect(ready).toMatchObject({ step: 'ready', media: { id: media.id }, failure: null })
  })

  test('an aborted run changes nothing any more', () => {
    const first = new AbortController()
    const second = new AbortController().signal
    const uploading = draftReducer(emptyDraft, { type: 'fileChosen', run: first.signal, video })
    first.abort()
    const again = draftReducer(uploading, { type: 'fileChosen', run: second, video })
    expect(draftReducer(again, { type: 'uploadProgressed', run: first.signal, sentBytes: 9 })).toBe(again)
    expect(draftReducer(again, { type: 'uploadFailed', run: first.signal, failure })).toBe(again)
    expect(draftReducer(again, { type: 'uploadFinished', run: first.signal, media })).toBe(again)
  })

  test('a run that is not the current one changes nothing either', () => {
    const run = new AbortController().signal
    const uploading = draftReducer(emptyDraft, { type: 'fileChosen', run, video })
    const stranger = new AbortController().signal
    expect(draftReducer(uploading, { type: 'uploadProgressed', run: stranger, sentBytes: 9 })).toBe(uploading)
  })

  test('a failure goes back to choosing and keeps the choices', () => {
    const run = new AbortController().signal
    const written = draftReducer(emptyDraft, { type: 'captionChanged', caption: 'New drop' })
    const uploading = draftReducer(written, { type: 'fileChosen', run, video })
    const failed = draftReducer(uploading, { type: 'uploadFailed', run, failure })
    expect(failed).toMatchObject({ step: 'choosing', failure, choices: { caption: 'New drop' } })
  })

  test('progress never goes backwards, and the length belongs to the file it was measured on', () => {
    const run = new AbortController().signal
    const uploading = draftReducer(emptyDraft, { type: 'fileChosen', run, video })
    const far = draftReducer(uploading, { type: 'uploadProgressed', run, sentBytes: 500 })
    expect(draftReducer(far, { type: 'uploadProgressed', run, sentBytes: 400 })).toMatchObject({ sentBytes: 500 })
    expect(draftReducer(far, { type: 'durationKnown', previewUrl: 'blob:other', durationMs: 1 })).toBe(far)
    const known = draftReducer(far, { type: 'durationKnown', previewUrl: video.previewUrl, durationMs: 42_000 })
    expect(known).toMatchObject({ video: { durationMs: 42_000 } })
  })
})

describe('the targets', () => {
  test('an account is added once, with nothing chosen', () => {
    const once = draftReducer(emptyDraft, { type: 'targetAdded', target: target('a') })
    const twice = draftReducer(once, { type: 'targetAdded', target: target('a') })
    expect(twice.choices.targets).toEqual([
      expect.objectContaining({ privacyLevel: null, allowComment: false, allowDuet: false, allowStitch: false }),
    ])
  })

  test('a change forgets what the server objected to at that account only', () => {
    const refused: Draft = {
      ...readyDraft([target('a'), target('b')]),
      errors: { 'a.privacyLevel': 'Choose.', 'b.privacyLevel': 'Choose.' },
    }
    const changed = draftReducer(refused, {
      type: 'targetChanged',
      accountId: 'a',
      change: { privacyLevel: 'SELF_ONLY' },
    })
    expect(changed.errors).toEqual({ 'b.privacyLevel': 'Choose.' })
  })
})

describe('the submission', () => {
  test('starts only from ready, and freezes the choices', () => {
    const run = new AbortController().signal
    expect(draftReducer(emptyDraft, { type: 'submitted', run })).toBe(emptyDraft)
    const submitting = draftReducer(readyDraft([target('a')]), { type: 'submitted', run })
    expect(submitting.step).toBe('submitting')
    expect(draftReducer(submitting, { type: 'captionChanged', caption: 'other' })).toBe(submitting)
    expect(draftReducer(submitting, { type: 'submitted', run })).toBe(submitting)
  })

  test('a refusal brings the draft back with the objections', () => {
    const run = new AbortController().signal
    const submitting = draftReducer(readyDraft([target('a')]), { type: 'submitted', run })
    const errors = { 'a.privacyLevel': 'Not offered.' }
    const back = draftReducer(submitting, { type: 'submissionFailed', run, failure, errors })
    expect(back).toMatchObject({ step: 'ready', failure, errors })
  })
})
