import { expect, test } from 'vitest'
import { startSimulator, type TestClient } from '../test-client.ts'
import { makeMovie } from '../test-movie.ts'
import { startReceiver } from '../test-receiver.ts'
import { fetchStatus, initFile, putChunk, readInit } from '../test-uploads.ts'

const JPEG = Buffer.from('ffd8ffc20011080780043803011100021101031101ffd9', 'hex')
const LARGE_JPEG = Buffer.from('ffd8ffc2001108078004390301110002110103110100ffd9', 'hex')
const movie = makeMovie()

/** One whole direct post of a creator. */
async function post(client: TestClient, accessToken: string, postInfo?: Record<string, unknown>) {
  const init = await initFile(client, accessToken, { videoSize: movie.length, ...(postInfo && { postInfo }) })
  if (init.status !== 200) return init
  const put = await putChunk(client, readInit(init).uploadUrl, movie)
  await client.advance(60_000)
  return put
}

const creatorInfo = (client: TestClient, accessToken: string) =>
  client.api(accessToken, '/v2/post/publish/creator_info/query/', {})

test.each([
  ['privacy_level missing', { privacy_level: undefined }, 400, 'invalid_param'],
  ['an unknown privacy level', { privacy_level: 'EVERYBODY' }, 400, 'invalid_param'],
  ['a level that the creator has not', { privacy_level: 'FOLLOWER_OF_CREATOR' }, 403, 'privacy_level_option_mismatch'],
  ['a caption of 2201 characters', { title: 'a'.repeat(2201) }, 400, 'invalid_param'],
  ['a flag that is no boolean', { disable_duet: 'true' }, 400, 'invalid_param'],
  ['a cover time that is no integer', { video_cover_timestamp_ms: 1.5 }, 400, 'invalid_param'],
  ['a caption of 2200 characters', { title: 'a'.repeat(2200) }, 200, 'ok'],
  ['an unknown field', { something_new: 1 }, 200, 'ok'],
])('%s', async (_, postInfo, status, code) => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const reply = await initFile(client, accessToken, { videoSize: movie.length, postInfo })
  expect(reply.status).toBe(status)
  expect(reply.body).toMatchObject({ error: { code } })
})

test('a chunk plan that breaks the rules is refused as invalid_params', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const reply = await initFile(client, accessToken, { videoSize: 50_000_123, chunkSize: 10_000_000, chunkCount: 6 })
  expect(reply.status).toBe(400)
  expect(reply.body).toMatchObject({
    error: { code: 'invalid_params', message: 'The total chunk count is invalid', log_id: expect.any(String) },
  })
})

test('each endpoint wants its own scope', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes', 'user.info.basic,video.upload')
  for (const reply of [
    await creatorInfo(client, accessToken),
    await initFile(client, accessToken, { videoSize: movie.length }),
    await client.api(accessToken, '/v2/video/list/?fields=id', {}),
    await client.api(accessToken, '/v2/user/info/?fields=open_id,username'),
  ]) {
    expect(reply.status).toBe(401)
    expect(reply.body).toMatchObject({ error: { code: 'scope_not_authorized' } })
  }
})

test('creator_info of a private account', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('private.paula')
  expect((await creatorInfo(client, accessToken)).body).toMatchObject({
    data: {
      creator_username: 'private.paula',
      creator_nickname: 'Private Paula',
      privacy_level_options: ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
      comment_disabled: false,
      duet_disabled: true,
      stitch_disabled: true,
      max_video_post_duration_sec: 600,
    },
  })
})

test.each([
  ['banned.bob', 'spam_risk_user_banned_from_posting'],
  ['too.many.tom', 'spam_risk_too_many_posts'],
])('creator_info of %s says so with HTTP 200, an init with 403', async (username, code) => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect(username)
  const info = await creatorInfo(client, accessToken)
  expect(info.status).toBe(200)
  expect(info.body).toMatchObject({ error: { code } })
  const init = await initFile(client, accessToken, { videoSize: movie.length })
  expect(init.status).toBe(403)
  expect(init.body).toMatchObject({ error: { code } })
})

test('an app before its audit reaches private accounts only, and only SELF_ONLY', async () => {
  await using client = await startSimulator({ app: { audited: false } })
  const mara = await client.connect('mara.bakes')
  const paula = await client.connect('private.paula')
  const refused = { body: { error: { code: 'unaudited_client_can_only_post_to_private_accounts' } } }
  expect(await post(client, mara.accessToken)).toMatchObject(refused)
  expect(await post(client, mara.accessToken, { privacy_level: 'SELF_ONLY' })).toMatchObject(refused)
  expect(await post(client, paula.accessToken, { privacy_level: 'MUTUAL_FOLLOW_FRIENDS' })).toMatchObject(refused)
  expect((await post(client, paula.accessToken, { privacy_level: 'SELF_ONLY' })).status).toBe(201)
})

test('before the audit five creators may post in 24 hours', async () => {
  await using client = await startSimulator({ app: { audited: false } })
  const names = ['private.paula', 'hidden.hugo', 'closed.cleo', 'shy.sven', 'secret.sana']
  for (const username of names) {
    const { accessToken } = await client.connect(username)
    expect((await post(client, accessToken, { privacy_level: 'SELF_ONLY' })).status).toBe(201)
  }
  const { accessToken, refreshToken } = await client.connect('inward.ivo')
  expect((await creatorInfo(client, accessToken)).body).toMatchObject({ error: { code: 'reached_active_user_cap' } })
  const sixth = await post(client, accessToken, { privacy_level: 'SELF_ONLY' })
  expect(sixth.status).toBe(403)
  await client.advance(24 * 3_600_000)
  const { access_token } = JSON.parse((await client.refresh(refreshToken)).text)
  expect((await post(client, access_token, { privacy_level: 'SELF_ONLY' })).status).toBe(201)
})

test('a creator takes fifteen direct posts in 24 hours', async () => {
  await using client = await startSimulator({ timing: { accessTokenLifetimeS: 200_000 } })
  const { accessToken } = await client.connect('mara.bakes')
  for (let count = 1; count <= 15; count += 1) expect((await post(client, accessToken)).status).toBe(201)
  expect(await post(client, accessToken)).toMatchObject({ body: { error: { code: 'spam_risk_too_many_posts' } } })
  await client.advance(24 * 3_600_000)
  expect((await post(client, accessToken)).status).toBe(201)
})

test('a SELF_ONLY post completes and never has a public id', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  await post(client, accessToken, { privacy_level: 'SELF_ONLY' })
  await client.advance(3_600_000)
  const [only] = client.simulator.snapshot().posts
  expect(only?.public).toBe(false)
  expect((await fetchStatus(client, accessToken, only?.publishId ?? '')).body).toMatchObject({
    data: { status: 'PUBLISH_COMPLETE', publicaly_available_post_id: [] },
  })
})

test("another account's token does not open a publish_id", async () => {
  await using client = await startSimulator()
  const mara = await client.connect('mara.bakes')
  const lena = await client.connect('lena.climbs')
  const { publishId } = readInit(await initFile(client, mara.accessToken, { videoSize: 1000 }))
  const refused = await fetchStatus(client, lena.accessToken, publishId)
  expect(refused.status).toBe(400)
  expect(refused.body).toMatchObject({ error: { code: 'token_not_authorized_for_specified_publish_id' } })
  const unknown = await fetchStatus(client, mara.accessToken, 'v_pub_file~v2-1.7')
  expect(unknown.body).toMatchObject({ error: { code: 'invalid_publish_id' } })
})

test('a draft waits in the inbox; a sixth one is refused until one is finished', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const source_info = {
    source: 'FILE_UPLOAD',
    video_size: movie.length,
    chunk_size: movie.length,
    total_chunk_count: 1,
  }
  const init = () => client.api(accessToken, '/v2/post/publish/inbox/video/init/', { source_info })
  const publishIds: string[] = []
  for (let count = 1; count <= 5; count += 1) {
    const { publishId, uploadUrl } = readInit(await init())
    publishIds.push(publishId)
    await putChunk(client, uploadUrl, movie)
    await client.advance(60_000)
  }
  const [first = ''] = publishIds
  expect(first).toMatch(/^v_inbox_file~v2\./)
  expect((await fetchStatus(client, accessToken, first)).body).toMatchObject({ data: { status: 'SEND_TO_USER_INBOX' } })
  expect(await init()).toMatchObject({ status: 403, body: { error: { code: 'spam_risk_too_many_pending_share' } } })

  const finished = await client.send(`/drafts/${encodeURIComponent(first)}`, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'post', caption: 'By hand', privacy_level: 'SELF_ONLY' }),
  })
  expect(finished.status).toBe(303)
  expect((await fetchStatus(client, accessToken, first)).body).toMatchObject({ data: { status: 'PUBLISH_COMPLETE' } })
  expect(client.simulator.snapshot().posts).toMatchObject([{ caption: 'By hand', mode: 'draft' }])
  expect((await init()).status).toBe(200)
})

async function initPhotos(client: TestClient, accessToken: string, urls: string[], mode = 'DIRECT_POST') {
  return client.api(accessToken, '/v2/post/publish/content/init/', {
    media_type: 'PHOTO',
    post_mode: mode,
    post_info: { title: 'Lookbook', description: 'Autumn', privacy_level: 'PUBLIC_TO_EVERYONE' },
    source_info: { source: 'PULL_FROM_URL', photo_cover_index: 0, photo_images: urls },
  })
}

test('photos are pulled from a verified place', async () => {
  await using source = await startReceiver((request, response) => {
    if (request.url === '/missing.jpg') response.statusCode = 404
    if (request.url === '/moved.jpg') response.writeHead(302, { location: '/1.jpg' })
    response.end(request.url === '/large.jpg' ? LARGE_JPEG : request.url === '/not.jpg' ? 'PNG' : JPEG)
  })
  await using client = await startSimulator({ app: { verifiedUrls: [`${source.url}/`] } })
  const { accessToken } = await client.connect('mara.bakes')
  const outcome = async (...paths: string[]) => {
    const init = await initPhotos(
      client,
      accessToken,
      paths.map((path) => `${source.url}/${path}`),
    )
    await client.advance(0)
    await client.advance(60_000)
    return (await fetchStatus(client, accessToken, readInit(init).publishId)).body
  }
  expect(await outcome('1.jpg', '2.jpg')).toMatchObject({ data: { status: 'PUBLISH_COMPLETE', downloaded_bytes: 46 } })
  expect(client.simulator.snapshot().posts[0]).toMatchObject({
    kind: 'photo',
    caption: 'Lookbook',
    description: 'Autumn',
  })
  expect(await outcome('missing.jpg')).toMatchObject({ data: { status: 'FAILED', fail_reason: 'photo_pull_failed' } })
  expect(await outcome('moved.jpg')).toMatchObject({ data: { fail_reason: 'photo_pull_failed' } })
  expect(await outcome('1.jpg', 'not.jpg')).toMatchObject({ data: { fail_reason: 'file_format_check_failed' } })
  expect(await outcome('large.jpg')).toMatchObject({ data: { fail_reason: 'picture_size_check_failed' } })
  const foreign = await initPhotos(client, accessToken, ['https://elsewhere.example.com/1.jpg'])
  expect(foreign).toMatchObject({ status: 403, body: { error: { code: 'url_ownership_unverified' } } })
})

test('a photo draft needs a new enough TikTok app', async () => {
  await using client = await startSimulator({ app: { verifiedUrls: ['media.example.com'] } })
  const { accessToken } = await client.connect('old.app.olga')
  const reply = await initPhotos(client, accessToken, ['https://media.example.com/1.jpg'], 'MEDIA_UPLOAD')
  expect(reply).toMatchObject({ status: 400, body: { error: { code: 'app_version_check_failed' } } })
})

async function initPull(client: TestClient, accessToken: string, url: string) {
  return client.api(accessToken, '/v2/post/publish/video/init/', {
    post_info: { privacy_level: 'PUBLIC_TO_EVERYONE' },
    source_info: { source: 'PULL_FROM_URL', video_url: url },
  })
}

test('a download that hangs can be cancelled, and ends by itself after an hour', async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  await using source = await startReceiver((_, response, count) => {
    response.write(movie.subarray(0, 100))
    if (count === 2) ask()
  })
  await using client = await startSimulator({ app: { verifiedUrls: [source.url] } })
  const { accessToken } = await client.connect('mara.bakes')
  const first = readInit(await initPull(client, accessToken, `${source.url}/1.mp4`))
  expect(first.publishId).toMatch(/^v_pub_url~v2\./)
  const second = readInit(await initPull(client, accessToken, `${source.url}/2.mp4`))
  await asked
  const cancel = () => client.api(accessToken, '/v2/post/publish/cancel/', { publish_id: first.publishId })
  expect(await cancel()).toMatchObject({ status: 200, body: { error: { code: 'ok' } } })
  expect(await cancel()).toMatchObject({ status: 400, body: { error: { code: 'publish_not_cancellable' } } })
  expect((await fetchStatus(client, accessToken, first.publishId)).body).toMatchObject({
    data: { status: 'FAILED', fail_reason: 'publish_cancelled' },
  })
  expect((await fetchStatus(client, accessToken, second.publishId)).body).toMatchObject({
    data: { status: 'PROCESSING_DOWNLOAD' },
  })
  await client.advance(3_600_000)
  const task = client.simulator.state.tasks.get(second.publishId)
  expect(task).toMatchObject({ phase: 'failed', failReason: 'video_pull_failed' })
})

test('a file upload cannot be cancelled', async () => {
  await using client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const { publishId } = readInit(await initFile(client, accessToken, { videoSize: 1000 }))
  const reply = await client.api(accessToken, '/v2/post/publish/cancel/', { publish_id: publishId })
  expect(reply.body).toMatchObject({ error: { code: 'publish_not_cancellable' } })
})

test('losing the authorisation ends what is under way', async () => {
  await using client = await startSimulator()
  const { accessToken, openId } = await client.connect('mara.bakes')
  const { publishId } = readInit(await initFile(client, accessToken, { videoSize: 1000 }))
  client.simulator.revokeAuthorization(openId)
  const again = await client.connect('mara.bakes')
  expect((await fetchStatus(client, again.accessToken, publishId)).body).toMatchObject({
    data: { status: 'FAILED', fail_reason: 'auth_removed' },
  })
})
