import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { startSimulator } from '../test-client.ts'
import { makeMovie } from '../test-movie.ts'
import { fetchStatus, initFile, putChunk, readInit } from '../test-uploads.ts'

test('a video goes from init over its upload to a public post', async () => {
  await using client = await startSimulator()
  const { accessToken, openId } = await client.connect('mara.bakes')
  const movie = makeMovie()

  const init = await initFile(client, accessToken, { videoSize: movie.length })
  expect(init.body).toMatchObject({ error: { code: 'ok', message: '' } })
  const { publishId, uploadUrl } = readInit(init)
  expect(publishId).toMatch(/^v_pub_file~v2-1\.\d{19}$/)
  expect(uploadUrl.length).toBeLessThanOrEqual(256)

  const put = await putChunk(client, uploadUrl, movie)
  expect(put.status).toBe(201)
  expect(put.headers.get('content-range')).toBe(`bytes 0-${movie.length - 1}/${movie.length}`)

  const status = () => fetchStatus(client, accessToken, publishId)
  expect((await status()).body).toMatchObject({
    data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: movie.length },
  })
  await client.advance(3000)
  expect((await status()).body).toMatchObject({
    data: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: [] },
  })
  await client.advance(5000)

  const post = client.simulator.snapshot().posts[0]
  expect((await status()).text).toContain(`"publicaly_available_post_id":[${post?.postId}]`)
  expect(post).toMatchObject({
    publishId,
    openId,
    username: 'mara.bakes',
    privacyLevel: 'PUBLIC_TO_EVERYONE',
    caption: 'New drop #acme',
    sizeBytes: movie.length,
    sha256: createHash('sha256').update(movie).digest('hex'),
    public: true,
  })
})
