import { expect, test } from 'vitest'
import { createTestClient, failureOf, secrets } from './test-client.ts'
import { ok, refused, startServer } from './test-server.ts'

const { accessToken } = secrets

test('a profile is asked by GET with its fields in the query, and what is missing is unknown', async () => {
  const user = {
    open_id: 'o-1',
    display_name: 'Acme',
    bio_description: '',
    username: '',
    follower_count: 0,
    video_count: null,
  }
  await using server = await startServer(ok({ user }))
  await using client = createTestClient(server.url)
  const info = await client.userInfo({
    accessToken,
    fields: ['display_name', 'avatarUrl100', 'avatar_url_100', 'isVerified'],
  })
  expect(info).toEqual({
    openId: 'o-1',
    displayName: 'Acme',
    bioDescription: '',
    followerCount: 0,
    videoCount: undefined,
    username: undefined,
  })
  const [request] = server.seen
  expect(request?.method).toBe('GET')
  expect(request?.path).toBe('/v2/user/info/?fields=open_id%2Cdisplay_name%2Cavatar_url_100%2Cis_verified')
  expect(request?.headers.authorization).toBe(`Bearer ${accessToken}`)
})

test('creator info is a POST without a body, of type JSON', async () => {
  const data = {
    creator_avatar_url: 'https://a.example.com/',
    creator_username: 'acme',
    creator_nickname: 'Acme',
    privacy_level_options: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'],
    comment_disabled: false,
    duet_disabled: true,
    stitch_disabled: true,
    max_video_post_duration_sec: 600,
  }
  await using server = await startServer(ok(data))
  await using client = createTestClient(server.url)
  expect(await client.creatorInfo({ accessToken })).toEqual({
    nickname: 'Acme',
    username: 'acme',
    avatarUrl: 'https://a.example.com/',
    privacyLevelOptions: ['FOLLOWER_OF_CREATOR', 'SELF_ONLY'],
    commentDisabled: false,
    duetDisabled: true,
    stitchDisabled: true,
    maxVideoPostDurationSec: 600,
    logId: 'log-1',
  })
  const [request] = server.seen
  expect(request).toMatchObject({ method: 'POST', path: '/v2/post/publish/creator_info/query/', body: '' })
  expect(request?.headers).toMatchObject({ 'content-type': 'application/json; charset=UTF-8', 'content-length': '0' })
})

test('a creator who cannot post now is an error, though TikTok answers with HTTP 200', async () => {
  await using server = await startServer(refused(200, 'spam_risk_too_many_posts'))
  await using client = createTestClient(server.url)
  const error = await failureOf(client.creatorInfo({ accessToken }))
  expect(error).toMatchObject({ name: 'TikTokApiError', code: 'spam_risk_too_many_posts', status: 200, remedy: 'move' })
})
