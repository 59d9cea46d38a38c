import { expect, inject, test } from 'vitest'
import { createTestDatabase } from '../database.ts'
import { directTarget, videoPost } from '../person.ts'
import { sha256Of, videoFile } from '../videos.ts'
import { untilPost } from '../watch-events.ts'
import { createWorld } from '../world.ts'

test('one API process and two workers on one database publish to three accounts, each once', async () => {
  await using database = await createTestDatabase(inject('postgresUrl'))
  await using world = await createWorld({ DATABASE_URL: database.url })
  await using api = await world.start('api')
  await using first = await world.start('worker')
  await using second = await world.start('worker')
  expect(new Set([api.pid, first.pid, second.pid]).size).toBe(3)

  const ada = await world.signUp()
  const accounts = [await ada.connect('mara.bakes'), await ada.connect('oakandiron'), await ada.connect('lena.climbs')]
  const script = await ada.withApiKey()
  const path = await videoFile({ sizeBytes: 70_000_000 })
  const media = await ada.upload(path)
  const reply = await script.send(
    'POST',
    '/api/v1/posts',
    videoPost(
      media,
      accounts.map((account) => directTarget(account)),
    ),
  )
  expect(reply.status).toBe(201)
  const { items } = await ada.posts()
  const post = await untilPost(script, items[0]!.id, ({ publications }) =>
    publications.every(({ url }) => url !== null),
  )

  expect(post.status).toBe('published')
  const { posts, uploads } = world.simulator.snapshot()
  expect(posts.map(({ username }) => username).sort()).toEqual(['lena.climbs', 'mara.bakes', 'oakandiron'])
  expect(uploads).toHaveLength(3)
  const sha256 = await sha256Of(path)
  expect(posts.every((each) => each.sha256 === sha256)).toBe(true)
})
