import { expect, test } from 'vitest'
import { createTestClient, failureOf, secrets } from './test-client.ts'
import { ok, startServer } from './test-server.ts'

const { accessToken } = secrets

test('videos come newest first with exact ids, and the cursor goes back as TikTok gave it', async () => {
  const text =
    '{"data":{"videos":[{"id":7602997517160123666,"create_time":1659000000,"view_count":12}],"cursor":1643332803000,"has_more":true},"error":{"code":"ok"}}'
  await using server = await startServer({ text }, ok({ cursor: 0, has_more: false }))
  await using client = createTestClient(server.url)
  const fields = ['create_time', 'viewCount']
  const page = await client.listVideos({ accessToken, fields, maxCount: 20 })
  expect(page).toMatchObject({
    videos: [{ id: '7602997517160123666', createdAt: new Date('2022-07-28T09:20:00Z'), viewCount: 12 }],
    cursor: '1643332803000',
    hasMore: true,
  })
  const next = await client.listVideos({ accessToken, fields, cursor: page.cursor ?? '' })
  expect(next).toEqual({ videos: [], cursor: '0', hasMore: false })
  expect(server.seen.map(({ path, body }) => [path, body])).toEqual([
    ['/v2/video/list/?fields=id%2Ccreate_time%2Cview_count', '{"max_count":20}'],
    ['/v2/video/list/?fields=id%2Ccreate_time%2Cview_count', '{"cursor":1643332803000}'],
  ])
  expect(await failureOf(client.listVideos({ accessToken, fields, cursor: 'x' }))).toBeInstanceOf(RangeError)
})

test('videos are looked up by id', async () => {
  await using server = await startServer(
    ok({ videos: [{ id: '7602997517160123666', title: 'New drop', duration: 17 }] }),
  )
  await using client = createTestClient(server.url)
  const videos = await client.queryVideos({ accessToken, fields: ['title'], videoIds: ['7602997517160123666'] })
  expect(videos).toMatchObject([{ id: '7602997517160123666', title: 'New drop', durationS: 17 }])
  expect(server.seen[0]?.body).toBe('{"filters":{"video_ids":["7602997517160123666"]}}')
})
