import { expect, test } from 'vitest'
import type { Media } from '#shared/api/media.ts'
import { NoAnswerError } from '../../../api.ts'
import { media } from '../draft-fixtures.ts'
import type { PieceAction } from './piece-reducer.ts'
import { createUploadQueue } from './upload-queue.ts'

/** A queue whose uploads end when the test says so. */
function queueOf(...names: string[]) {
  const ends = new Map<string, PromiseWithResolvers<Media>>()
  const actions: PieceAction[] = []
  const queue = createUploadQueue({
    dispatch: (action) => actions.push(action),
    upload: ({ name }, { signal }) => {
      const end = Promise.withResolvers<Media>()
      ends.set(name, end)
      signal.addEventListener('abort', () => end.reject(signal.reason))
      return end.promise
    },
  })
  const add = (key: string) => queue.add({ key, file: new File(['x'], key), kind: 'image' })
  for (const name of names) add(name)
  const told = (type: PieceAction['type']) => actions.filter((each) => each.type === type).map(({ key }) => key)
  return { queue, ends, actions, add, told, started: () => [...ends.keys()] }
}

const image: Media = { ...media, kind: 'image' }

test('three files go up side by side, the next when one of them is done', async () => {
  const { ends, started, told } = queueOf('a', 'b', 'c', 'd')
  expect(started()).toEqual(['a', 'b', 'c'])
  ends.get('b')?.resolve(image)
  await expect.poll(started).toEqual(['a', 'b', 'c', 'd'])
  expect(told('uploadFinished')).toEqual(['b'])
})

test('a failed upload is told, does not hold up the others, and can be added again', async () => {
  const { ends, add, told, started } = queueOf('a', 'b', 'c', 'd')
  ends.get('a')?.reject(new NoAnswerError())
  await expect.poll(started).toContain('d')
  expect(told('uploadFailed')).toEqual(['a'])
  ends.get('b')?.resolve(image)
  await expect.poll(() => told('uploadFinished')).toEqual(['b'])
  add('a')
  expect(told('uploadStarted')).toEqual(['a', 'b', 'c', 'd', 'a'])
})

test('what is cancelled is aborted, or never begun', async () => {
  const { queue, actions, started } = queueOf('a', 'b', 'c', 'd', 'e')
  queue.cancel('d')
  queue.cancel('a')
  await expect.poll(started).toEqual(['a', 'b', 'c', 'e'])
  expect(actions.find(({ type, key }) => type === 'uploadFailed' && key === 'a')).toMatchObject({
    run: { aborted: true },
  })
})

test('a file that is something else inside is not taken', async () => {
  const { ends, actions } = queueOf('a')
  ends.get('a')?.resolve({ ...media, kind: 'video', fileName: 'a' })
  await expect
    .poll(() => actions.at(-1))
    .toMatchObject({
      type: 'uploadFailed',
      failure: { detail: 'a is a video inside, not a photo.' },
    })
})
