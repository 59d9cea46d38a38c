import { expect, test } from 'vitest'
import { createTestClient, failureOf, secrets } from './test-client.ts'
import { ok, startServer } from './test-server.ts'

const { accessToken } = secrets
const uploadUrl = 'https://open-upload.tiktokapis.com/video/?upload_id=1&upload_token=secret'
const fileSource = { kind: 'file', sizeBytes: 100, chunkBytes: 100, chunkCount: 1 } as const
const postInfo = {
  title: 'New drop #acme',
  privacyLevel: 'SELF_ONLY',
  disableComment: true,
  disableDuet: false,
  disableStitch: true,
  coverTimestampMs: 1500,
  brandContent: false,
  brandOrganic: true,
  aiGenerated: false,
}

test('a direct video post sends every choice explicitly', async () => {
  await using server = await startServer(ok({ publish_id: 'v_pub_file~v2-1.1', upload_url: uploadUrl }))
  await using client = createTestClient(server.url)
  const answer = await client.initVideo({ accessToken, postInfo, source: fileSource })
  expect(answer).toEqual({ publishId: 'v_pub_file~v2-1.1', uploadUrl, logId: 'log-1' })
  const [request] = server.seen
  expect(request?.path).toBe('/v2/post/publish/video/init/')
  expect(request?.headers['content-type']).toBe('application/json; charset=UTF-8')
  expect(JSON.parse(request?.body ?? '')).toEqual({
    post_info: {
      title: 'New drop #acme',
      privacy_level: 'SELF_ONLY',
      disable_comment: true,
      disable_duet: false,
      disable_stitch: true,
      video_cover_timestamp_ms: 1500,
      brand_content_toggle: false,
      brand_organic_toggle: true,
      is_aigc: false,
    },
    source_info: { source: 'FILE_UPLOAD', video_size: 100, chunk_size: 100, total_chunk_count: 1 },
  })
})

test('a video by URL has no upload URL, even when one is answered', async () => {
  await using server = await startServer(ok({ publish_id: 'p', upload_url: 'https://evil.example.com/' }))
  await using client = createTestClient(server.url)
  const source = { kind: 'url', videoUrl: 'https://media.example.com/a.mp4' } as const
  expect(await client.initVideo({ accessToken, postInfo, source })).toMatchObject({ publishId: 'p', uploadUrl: null })
  expect(JSON.parse(server.seen[0]?.body ?? '').source_info).toEqual({
    source: 'PULL_FROM_URL',
    video_url: 'https://media.example.com/a.mp4',
  })
})

test('a draft sends nothing but its source', async () => {
  await using server = await startServer(ok({ publish_id: 'v_inbox_file~v2.1', upload_url: uploadUrl }))
  await using client = createTestClient(server.url)
  await client.initInboxVideo({ accessToken, source: fileSource })
  expect(server.seen[0]?.path).toBe('/v2/post/publish/inbox/video/init/')
  expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
    source_info: { source: 'FILE_UPLOAD', video_size: 100, chunk_size: 100, total_chunk_count: 1 },
  })
})

test.each([undefined, '', 'https://evil.example.com/?upload_token=secret', 'http://169.254.169.254/'])(
  'an init of a file is nonsense with the upload URL %j, and does not show it',
  async (url) => {
    await using server = await startServer(ok({ publish_id: 'p', upload_url: url }))
    await using client = createTestClient(server.url)
    const error = await failureOf(client.initVideo({ accessToken, postInfo, source: fileSource }))
    expect(error).toMatchObject({ name: 'TikTokAnswerError', status: 200, logId: 'log-1' })
    expect(String(error)).not.toMatch(/evil|169/)
  },
)

test('an upload URL on the origin of the API is taken', async () => {
  await using server = await startServer((request, response) => {
    const upload_url = `http://${request.headers.host}/upload/?upload_token=1`
    response.end(JSON.stringify(ok({ publish_id: 'p', upload_url }).json))
  })
  await using client = createTestClient(server.url)
  const { uploadUrl: given } = await client.initVideo({ accessToken, postInfo, source: fileSource })
  expect(given).toBe(`${server.url}/upload/?upload_token=1`)
})

const photos = {
  accessToken,
  imageUrls: ['https://media.example.com/1.jpg', 'https://media.example.com/2.jpg'],
  coverIndex: 1,
  aiGenerated: true,
}

test('a photo post sends every choice, a photo draft only its words', async () => {
  await using server = await startServer(ok({ publish_id: 'p_pub_url~v2.1' }))
  await using client = createTestClient(server.url)
  const info = { title: 'Lookbook', description: 'Autumn', privacyLevel: 'SELF_ONLY', autoAddMusic: true }
  expect(await client.initPhoto({ ...photos, mode: 'direct', postInfo: info })).toMatchObject({
    publishId: 'p_pub_url~v2.1',
  })
  await client.initPhoto({ ...photos, mode: 'draft', postInfo: info })
  const source_info = { source: 'PULL_FROM_URL', photo_images: photos.imageUrls, photo_cover_index: 1 }
  expect(server.seen.map(({ body }) => JSON.parse(body))).toEqual([
    {
      media_type: 'PHOTO',
      post_mode: 'DIRECT_POST',
      is_aigc: true,
      post_info: {
        title: 'Lookbook',
        description: 'Autumn',
        privacy_level: 'SELF_ONLY',
        disable_comment: false,
        auto_add_music: true,
        brand_content_toggle: false,
        brand_organic_toggle: false,
      },
      source_info,
    },
    {
      media_type: 'PHOTO',
      post_mode: 'MEDIA_UPLOAD',
      is_aigc: true,
      post_info: { title: 'Lookbook', description: 'Autumn' },
      source_info,
    },
  ])
})

test('a direct post without a privacy level never leaves', async () => {
  await using server = await startServer(ok({ publish_id: 'p' }))
  await using client = createTestClient(server.url)
  expect(await failureOf(client.initPhoto({ ...photos, mode: 'direct', postInfo: {} }))).toBeInstanceOf(TypeError)
  const video = { accessToken, postInfo: { ...postInfo, privacyLevel: '' }, source: fileSource }
  expect(await failureOf(client.initVideo(video))).toBeInstanceOf(TypeError)
  expect(server.seen).toEqual([])
})

test('a signed URL that TikTok repeats in its words is not in the error', async () => {
  const videoUrl = 'https://media.example.com/signed-by-us/video.mp4'
  const words = `Cannot read ${videoUrl}`
  await using server = await startServer({
    status: 400,
    json: { data: {}, error: { code: 'invalid_param', message: words, log_id: 'log-1' } },
  })
  await using client = createTestClient(server.url)
  const source = { kind: 'url', videoUrl } as const
  const errors = [
    await failureOf(client.initVideo({ accessToken, postInfo, source })),
    await failureOf(client.initInboxVideo({ accessToken, source })),
    await failureOf(client.initPhoto({ ...photos, imageUrls: [videoUrl], mode: 'draft', postInfo: {} })),
  ]
  for (const error of errors) expect(String(error)).toMatch(/Cannot read \[secret\]$/)
})
