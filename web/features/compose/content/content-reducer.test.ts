import { describe, expect, test } from 'vitest'
import { media, photo, photos, waiting } from '../draft-fixtures.ts'
import type { Content } from './content.ts'
import { contentReducer } from './content-reducer.ts'

const failure = { title: 'No', detail: 'It broke', remedy: null, requestId: null }
const three = photos(photo('a'), photo('b'), photo('c'))
const keysOf = (content: Content) => (content.kind === 'photos' ? content.photos.map(({ key }) => key) : content.kind)
const newRun = () => new AbortController().signal

describe('the photos', () => {
  test('are added after those that are there', () => {
    const once = contentReducer({ kind: 'nothing' }, { type: 'photosAdded', pieces: [waiting('a'), waiting('b')] })
    expect(keysOf(contentReducer(once, { type: 'photosAdded', pieces: [waiting('c')] }))).toEqual(['a', 'b', 'c'])
  })

  test('are moved to a place, and never out of the row', () => {
    expect(keysOf(contentReducer(three, { type: 'photoMoved', key: 'a', toIndex: 2 }))).toEqual(['b', 'c', 'a'])
    expect(keysOf(contentReducer(three, { type: 'photoMoved', key: 'c', toIndex: 0 }))).toEqual(['c', 'a', 'b'])
    expect(keysOf(contentReducer(three, { type: 'photoMoved', key: 'a', toIndex: 3 }))).toEqual(['a', 'b', 'c'])
    expect(keysOf(contentReducer(three, { type: 'photoMoved', key: 'a', toIndex: -1 }))).toEqual(['a', 'b', 'c'])
  })

  test('leave nothing behind when the last of them is taken off', () => {
    expect(contentReducer(photos(photo('a')), { type: 'photosRemoved', keys: ['a'] })).toEqual({ kind: 'nothing' })
  })
})

describe('a slideshow', () => {
  const run = newRun()
  const running = contentReducer(three, { type: 'slideshowStarted', run })

  test('takes the place of its photos when it is ready, and leads back to them', () => {
    const half = contentReducer(running, { type: 'slideshowProgressed', run, progress: 0.5 })
    expect(half).toMatchObject({ slideshow: { rendering: { progress: 0.5 } } })
    const ready = contentReducer(half, { type: 'slideshowFinished', run, media })
    expect(ready).toMatchObject({ kind: 'video', video: { step: 'ready', media: { id: media.id } } })
    expect(contentReducer(ready, { type: 'videoRemoved' })).toEqual(three)
  })

  test('keeps its photos and choices as they are while it is made', () => {
    expect(contentReducer(running, { type: 'photoMoved', key: 'a', toIndex: 2 })).toBe(running)
    expect(contentReducer(running, { type: 'photosRemoved', keys: ['a'] })).toBe(running)
    expect(contentReducer(running, { type: 'slideshowChanged', change: { fill: 'blur' } })).toBe(running)
    expect(contentReducer(running, { type: 'slideshowStarted', run: newRun() })).toBe(running)
  })

  test('that is cancelled or fails leaves the photos', () => {
    expect(contentReducer(running, { type: 'slideshowCancelled' })).toEqual(three)
    const failed = contentReducer(running, { type: 'slideshowFailed', run, failure })
    expect(failed).toMatchObject({ kind: 'photos', slideshow: { rendering: null, failure } })
    expect(contentReducer(failed, { type: 'slideshowChanged', change: {} })).toEqual(three)
  })

  test('hears only of its own run', () => {
    expect(contentReducer(running, { type: 'slideshowFinished', run: newRun(), media })).toBe(running)
  })

  test('has a sound of its own, which is uploaded like any file', () => {
    const chosen = contentReducer(three, { type: 'soundChosen', piece: waiting('sound') })
    const uploading = contentReducer(chosen, { type: 'uploadStarted', key: 'sound', run })
    expect(uploading).toMatchObject({ slideshow: { sound: { step: 'uploading' } } })
    expect(contentReducer(uploading, { type: 'soundRemoved' })).toEqual(three)
  })
})
