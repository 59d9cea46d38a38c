import { expect, test } from 'vitest'
import { misfitsOf } from './post-fields.ts'

const every = {
  caption: 'New drop',
  title: 'Lookbook',
  description: 'Autumn',
  coverTimestampMs: 0,
  photoCoverIndex: 0,
}
const target = {
  caption: 'Here',
  title: 'Here',
  description: 'Here',
  allowDuet: true,
  allowStitch: true,
  autoAddMusic: true,
}

const pathsOf = (type: 'video' | 'photo', given: Parameters<typeof misfitsOf>[1]) =>
  misfitsOf(type, given).map(({ path }) => path)

test('what photos have no use for is named, on the post and on each account', () => {
  expect(pathsOf('photo', { ...every, targets: [{}, target] })).toEqual([
    'caption',
    'coverTimestampMs',
    'targets.1.caption',
    'targets.1.allowDuet',
    'targets.1.allowStitch',
  ])
})

test('what a video has no use for is named, on the post and on each account', () => {
  expect(pathsOf('video', { ...every, targets: [target] })).toEqual([
    'title',
    'description',
    'photoCoverIndex',
    'targets.0.title',
    'targets.0.description',
    'targets.0.autoAddMusic',
  ])
})

test('what is left out, empty or off is no misfit', () => {
  const off = { allowDuet: false, allowStitch: false, autoAddMusic: false, caption: '', title: '' }
  for (const type of ['video', 'photo'] as const) {
    expect(pathsOf(type, {})).toEqual([])
    expect(pathsOf(type, { caption: '', title: '', description: '', targets: [off] })).toEqual([])
  }
})
