import { expect, test } from 'vitest'
import { z } from 'zod'
import { startSimulator } from '../test-client.ts'
import { makeMovie } from '../test-movie.ts'
import { initFile, putChunk, readInit } from '../test-uploads.ts'

const ListReply = z.object({
  data: z.object({
    videos: z.array(z.object({ id: z.string(), create_time: z.number(), title: z.string() })),
    cursor: z.number(),
    has_more: z.boolean(),
  }),
})

test('public videos come newest first, page by page', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const movie = makeMovie()
  for (const title of ['one', 'two', 'three', 'secret']) {
    const privacy_level = title === 'secret' ? 'SELF_ONLY' : 'PUBLIC_TO_EVERYONE'
    const init = await initFile(client, accessToken, { videoSize: movie.length, postInfo: { title, privacy_level } })
    await putChunk(client, readInit(init).uploadUrl, movie)
  }
  await client.advance(60_000)
  await client.advance(60_000)
  const list = async (body: object) => {
    const reply = await client.api(accessToken, '/v2/video/list/?fields=id,create_time,title', body)
    return ListReply.parse(reply.body).data
  }
  const first = await list({ max_count: 2 })
  expect(first.videos.map((video) => video.title)).toEqual(['three', 'two'])
  expect(first.has_more).toBe(true)
  expect(String(first.videos[0]?.create_time)).toHaveLength(10)
  expect(String(first.cursor)).toHaveLength(13)
  const second = await list({ max_count: 2, cursor: first.cursor })
  expect(second.videos.map((video) => video.title)).toEqual(['one'])
  expect(second.has_more).toBe(false)

  const query = await client.api(accessToken, '/v2/video/query/?fields=id,share_url,duration', {
    filters: { video_ids: [second.videos[0]?.id, '7'] },
  })
  expect(query.body).toMatchObject({
    data: {
      videos: [
        { id: second.videos[0]?.id, share_url: `${client.url}/@mara.bakes/video/${second.videos[0]?.id}`, duration: 5 },
      ],
    },
  })
})

test.each([
  ['/v2/video/list/', {}],
  ['/v2/video/list/?fields=id,secrets', {}],
  ['/v2/video/list/?fields=id', { max_count: 21 }],
  ['/v2/video/query/?fields=id', { filters: { video_ids: [] } }],
])('%s with %j is refused', async (path, body) => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const reply = await client.api(accessToken, path, body)
  expect(reply).toMatchObject({ status: 400, body: { error: { code: 'invalid_params' } } })
})
