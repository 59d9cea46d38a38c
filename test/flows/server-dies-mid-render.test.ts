import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Media } from '#shared/api/media.ts'
import { makeVideo } from '../fixtures/make-video.ts'
import { untilMedia } from '../watch-events.ts'
import { createWorld } from '../world.ts'

test('after SIGKILL in the middle of a render another process makes the item, and nothing of the first try stays', {
  timeout: 120_000,
}, async () => {
  await using world = await createWorld()
  const leftovers = () => readdir(join(world.dataDir, 'uploads'))
  let server = await world.start()
  const ada = await world.signUp()
  const path = join(world.dataDir, 'slow.mp4')
  await makeVideo({ path, seconds: 90, width: 540, height: 960, frameRate: 0.5 })
  const { id } = await ada.upload(path)
  const fixing = await ada.call(Media, 'POST', `/api/v1/media/${id}/fix`)
  await untilMedia(ada, fixing.id, ({ progress }) => progress !== null && progress > 0)
  await server.end('SIGKILL')
  expect(await leftovers()).toEqual([`render-${fixing.id}-1`])

  server = await world.start()
  await using _running = server
  const fixed = await untilMedia(ada, fixing.id, ({ status }) => status !== 'rendering', AbortSignal.timeout(90_000))
  expect(fixed).toMatchObject({ status: 'ready', frameRate: 30, durationMs: 90_000 })
  expect(await leftovers()).toEqual([])
})
