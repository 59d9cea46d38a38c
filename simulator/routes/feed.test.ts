import { expect, test } from 'vitest'
import { startSimulator } from '../test-client.ts'
import { makeMovie } from '../test-movie.ts'
import { initFile, putChunk, readInit } from '../test-uploads.ts'

const movie = makeMovie()

async function startWithPost() {
  const client = await startSimulator()
  const { accessToken } = await client.connect('mara.bakes')
  const init = await initFile(client, accessToken, { videoSize: movie.length, postInfo: { title: '<b>bold</b>' } })
  const { publishId, uploadUrl } = readInit(init)
  await putChunk(client, uploadUrl, movie)
  await client.advance(60_000)
  const postId = client.simulator.snapshot().posts[0]?.postId ?? ''
  return { ...client, publishId, postId }
}

test('a post stands in the feed, on the profile and on its own page, escaped', async () => {
  await using client = await startWithPost()
  for (const path of ['/', '/@mara.bakes', `/@mara.bakes/video/${client.postId}`]) {
    const page = await client.send(path, {})
    expect(page.status).toBe(200)
    expect(page.text).toContain('&#60;b&#62;bold&#60;/b&#62;')
  }
  expect((await client.send(`/@lena.climbs/video/${client.postId}`, {})).status).toBe(404)
  expect((await client.send(`/@mara.bakes/photo/${client.postId}`, {})).status).toBe(404)
})

test('the video is served whole and by ranges', async () => {
  await using client = await startWithPost()
  const ask = (range?: string) =>
    fetch(`${client.url}/media/${client.publishId}/0`, { headers: range === undefined ? {} : { range } })
  const whole = await ask()
  expect(whole.headers.get('content-type')).toBe('video/mp4')
  expect(Buffer.from(await whole.arrayBuffer())).toEqual(movie)
  const part = await ask('bytes=10-19')
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 10-19/${movie.length}`)
  expect(Buffer.from(await part.arrayBuffer())).toEqual(movie.subarray(10, 20))
  expect(Buffer.from(await (await ask('bytes=-5')).arrayBuffer())).toEqual(movie.subarray(-5))
  expect((await ask(`bytes=${movie.length}-`)).status).toBe(416)
})

test('every page opens', async () => {
  await using client = await startWithPost()
  for (const path of ['/creators', '/drafts', '/faults', '/assets/style.css', '/assets/live.js', '/avatars/x.svg'])
    expect((await client.send(path, {})).status).toBe(200)
  expect((await client.send('/nowhere', {})).status).toBe(404)
})

test('the state shows what was received', async () => {
  await using client = await startWithPost()
  expect((await client.send('/_simulator/state', {})).body).toMatchObject({
    posts: [
      { postId: client.postId, publishId: client.publishId, username: 'mara.bakes', kind: 'video', public: true },
    ],
    uploads: [{ phase: 'complete', receivedBytes: movie.length }],
    calls: { authorize: 2, token: 1, video_init: 1, upload: 1 },
  })
})

test('a creator changes by open_id, and tokens expire on command', async () => {
  await using client = await startSimulator()
  const { accessToken, openId } = await client.connect('mara.bakes')
  const control = (path: string, body: unknown) =>
    client.send(`/_simulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect((await control(`creators/${openId}`, { maxVideoDurationSec: 60, isPrivate: true })).status).toBe(200)
  const info = await client.api(accessToken, '/v2/post/publish/creator_info/query/', {})
  expect(info.body).toMatchObject({ data: { max_video_post_duration_sec: 60, duet_disabled: true } })
  expect((await control(`creators/${openId}`, { isTall: true })).status).toBe(400)
  expect((await control('creators/nobody', {})).status).toBe(404)
  await control('expire-tokens', { openId })
  expect((await client.api(accessToken, '/v2/user/info/?fields=open_id')).status).toBe(401)
  expect((await control('revoke', { openId })).status).toBe(200)
  expect((await control('revoke', { openId })).status).toBe(404)
})
