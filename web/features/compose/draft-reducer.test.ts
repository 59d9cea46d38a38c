import { describe, expect, test } from 'vitest'
import { type Draft, emptyDraft } from './draft.ts'
import { draftOf, media, photo, photos, readyDraft, target, waiting } from './draft-fixtures.ts'
import { draftReducer } from './draft-reducer.ts'

const failure = { title: 'No', detail: 'It broke', remedy: null, requestId: null }
const three = photos(photo('a'), photo('b'), photo('c'))

describe('the files', () => {
  test('an aborted run changes nothing any more', () => {
    const controller = new AbortController()
    const run = controller.signal
    const chosen = draftReducer(emptyDraft, { type: 'videoChosen', piece: waiting('a') })
    const uploading = draftReducer(chosen, { type: 'uploadStarted', key: 'a', run })
    controller.abort()
    expect(draftReducer(uploading, { type: 'uploadProgressed', key: 'a', run, sentBytes: 9 })).toBe(uploading)
    expect(draftReducer(uploading, { type: 'uploadFailed', key: 'a', run, failure })).toBe(uploading)
    expect(draftReducer(uploading, { type: 'uploadFinished', key: 'a', run, media })).toBe(uploading)
  })

  test('a refusal stays until other files are chosen', () => {
    const run = new AbortController().signal
    const chosen = draftReducer(emptyDraft, { type: 'photosAdded', pieces: [waiting('a')] })
    const refused = draftReducer(chosen, { type: 'filesRefused', refusal: failure })
    expect(draftReducer(refused, { type: 'uploadStarted', key: 'a', run })).toMatchObject({ refusal: failure })
    expect(draftReducer(refused, { type: 'photosAdded', pieces: [waiting('b')] })).toMatchObject({ refusal: null })
  })

  test('another file takes the objections to the one before with it', () => {
    const refused: Draft = { ...draftOf(three), errors: { 'mediaIds.1': 'Too large.', title: 'Long.' } }
    expect(draftReducer(refused, { type: 'photosRemoved', keys: ['b'] }).errors).toEqual({ title: 'Long.' })
  })

  test('the cover goes along when its photo is moved, and is the first again when it is taken off', () => {
    const chosen = draftReducer(draftOf(three), { type: 'photoCoverChosen', key: 'b' })
    const moved = draftReducer(chosen, { type: 'photoMoved', key: 'b', toIndex: 2 })
    expect(moved.choices.photoCoverKey).toBe('b')
    expect(draftReducer(moved, { type: 'photosRemoved', keys: ['b'] }).choices.photoCoverKey).toBeNull()
  })

  test('a fixed video keeps the frame that was chosen for its cover, another video does not', () => {
    const run = new AbortController().signal
    const covered = draftReducer(readyDraft([]), { type: 'coverChosen', coverTimestampMs: 1500 })
    const fixing = draftReducer(covered, { type: 'fixStarted', key: 'video', run })
    const fixed = draftReducer(fixing, { type: 'fixFinished', key: 'video', run, media: { ...media, id: 'fixed' } })
    expect(fixed.choices.coverTimestampMs).toBe(1500)
    expect(draftReducer(fixed, { type: 'videoRemoved' }).choices.coverTimestampMs).toBeNull()
  })

  test('what was written goes along from a video to photos, and from photos to their slideshow', () => {
    const run = new AbortController().signal
    const written = draftReducer(emptyDraft, { type: 'textChanged', field: 'caption', text: 'Autumn' })
    const added = draftReducer(written, { type: 'photosAdded', pieces: [photo('a'), photo('b')] })
    expect(added.choices.description).toBe('Autumn')
    const titled = draftReducer(draftOf(three, { title: 'Looks', description: '#autumn' }), {
      type: 'slideshowStarted',
      run,
    })
    const ready = draftReducer(titled, { type: 'slideshowFinished', run, media })
    expect(ready.choices.caption).toBe('Looks\n\n#autumn')
  })
})

describe('the targets', () => {
  test('an account is added once, with nothing chosen', () => {
    const once = draftReducer(emptyDraft, { type: 'targetAdded', target: target('a') })
    const twice = draftReducer(once, { type: 'targetAdded', target: target('a') })
    expect(twice.choices.targets).toEqual([
      expect.objectContaining({
        privacyLevel: null,
        allowComment: false,
        allowDuet: false,
        allowStitch: false,
        autoAddMusic: false,
      }),
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
  test('starts only when every file is there, and freezes the choices', () => {
    const run = new AbortController().signal
    const early = draftOf(photos(photo('a'), waiting('b')))
    expect(draftReducer(early, { type: 'submitted', run })).toBe(early)
    expect(draftReducer(emptyDraft, { type: 'submitted', run })).toBe(emptyDraft)
    const submitting = draftReducer(readyDraft([target('a')]), { type: 'submitted', run })
    expect(submitting.step).toBe('submitting')
    expect(draftReducer(submitting, { type: 'textChanged', field: 'caption', text: 'other' })).toBe(submitting)
    expect(draftReducer(submitting, { type: 'submitted', run })).toBe(submitting)
  })

  test('a refusal brings the draft back with the objections', () => {
    const run = new AbortController().signal
    const submitting = draftReducer(readyDraft([target('a')]), { type: 'submitted', run })
    const errors = { 'a.privacyLevel': 'Not offered.' }
    const back = draftReducer(submitting, { type: 'submissionFailed', run, failure, errors })
    expect(back).toMatchObject({ step: 'editing', failure, errors })
  })
})
