import { expect, test } from 'vitest'
import { startTestApp } from '../app.ts'
import { directTarget, videoPost } from '../person.ts'
import { sha256Of, videoFile } from '../videos.ts'

test('a video goes out to three accounts, and each post holds the same bytes', async () => {
  await using app = await startTestApp()
  const ada = await app.signUp()
  const accounts = [await ada.connect('mara.bakes'), await ada.connect('oakandiron'), await ada.connect('lena.climbs')]
  const path = await videoFile({ sizeBytes: 70_000_000 })
  const media = await ada.upload(path)
  const publishAt = new Date(app.clock.now().getTime() + 60_000).toISOString()
  const { id } = await ada.createPost(
    videoPost(
      media,
      accounts.map((account) => directTarget(account)),
      { publishAt },
    ),
  )

  await app.drain()
  expect((await ada.post(id)).status).toBe('scheduled')
  expect(app.simulator.state.tasks.values()).toHaveLength(0)

  await app.runUntil(async () => (await ada.post(id)).publications.every(({ url }) => url !== null))
  const post = await ada.post(id)
  expect(post.status).toBe('published')
  const sha256 = await sha256Of(path)
  const published = app.simulator.snapshot().posts
  expect(published).toHaveLength(3)
  for (const each of published)
    expect(each).toMatchObject({ sha256, caption: 'New drop #acme', privacyLevel: 'PUBLIC_TO_EVERYONE' })
  for (const publication of post.publications) {
    const [theirs] = published.filter(({ username }) => username === publication.account.username)
    expect(publication.postIds).toEqual([theirs?.postId])
    expect(publication.url).toBe(`${app.simulator.url}/@${theirs?.username}/video/${theirs?.postId}`)
    expect(publication.progress).toEqual({ sentBytes: 70_000_000, totalBytes: 70_000_000 })
  }
})
