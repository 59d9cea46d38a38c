import { expect, test } from 'vitest'
import { media, photo, waiting } from '../draft-fixtures.ts'
import { pieceReducer } from './piece-reducer.ts'

const failure = { title: 'No', detail: 'It broke', remedy: null, requestId: null }
const key = 'a'
const newRun = () => new AbortController().signal

test('a file is uploaded when its turn comes, and is there afterwards', () => {
  const run = newRun()
  const uploading = pieceReducer(waiting(key), { type: 'uploadStarted', key, run })
  const half = pieceReducer(uploading, { type: 'uploadProgressed', key, run, sentBytes: 1_000_000 })
  expect(half).toMatchObject({ step: 'uploading', sentBytes: 1_000_000 })
  expect(pieceReducer(half, { type: 'uploadProgressed', key, run, sentBytes: 400 })).toEqual(half)
  expect(pieceReducer(half, { type: 'uploadFinished', key, run, media })).toMatchObject({ step: 'ready', media })
})

test('an upload that failed can be tried again', () => {
  const run = newRun()
  const uploading = pieceReducer(waiting(key), { type: 'uploadStarted', key, run })
  const failed = pieceReducer(uploading, { type: 'uploadFailed', key, run, failure })
  expect(failed).toMatchObject({ step: 'failed', failure })
  expect(pieceReducer(failed, { type: 'uploadRetried', key })).toEqual(waiting(key))
})

test('another run, another file, and what does not fit the step change nothing', () => {
  const run = newRun()
  const uploading = pieceReducer(waiting(key), { type: 'uploadStarted', key, run })
  expect(pieceReducer(uploading, { type: 'uploadProgressed', key, run: newRun(), sentBytes: 9 })).toBe(uploading)
  expect(pieceReducer(uploading, { type: 'uploadProgressed', key: 'b', run, sentBytes: 9 })).toBe(uploading)
  expect(pieceReducer(uploading, { type: 'fixStarted', key, run })).toBe(uploading)
})

test('a length belongs to the file it was measured on', () => {
  const piece = waiting(key)
  expect(pieceReducer(piece, { type: 'durationKnown', key, previewUrl: 'blob:other', durationMs: 1 })).toBe(piece)
  const known = pieceReducer(piece, { type: 'durationKnown', key, previewUrl: piece.previewUrl, durationMs: 42_000 })
  expect(known).toMatchObject({ durationMs: 42_000 })
})

test('what was fixed takes the place of the original, and keeps its key', () => {
  const run = newRun()
  const fixing = pieceReducer(photo(key), { type: 'fixStarted', key, run })
  const fixed = { ...media, id: 'fixed', fileName: 'a fixed.jpg' }
  const ready = pieceReducer(fixing, { type: 'fixFinished', key, run, media: fixed })
  expect(ready).toMatchObject({ key, step: 'ready', media: { id: 'fixed' }, previewUrl: '/api/v1/media/fixed/content' })
})

test('a fix that fails or is cancelled leaves the original', () => {
  const run = newRun()
  const fixing = pieceReducer(photo(key), { type: 'fixStarted', key, run })
  expect(pieceReducer(fixing, { type: 'fixCancelled', key })).toEqual(photo(key))
  expect(pieceReducer(fixing, { type: 'fixFailed', key, run, failure })).toEqual({ ...photo(key), failure })
})
