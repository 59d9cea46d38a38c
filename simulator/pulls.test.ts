import { expect, test } from 'vitest'
import { startSimulator, type TestClient } from './test-client.ts'
import { makeMovie } from './test-movie.ts'
import { startReceiver } from './test-receiver.ts'
import { fetchStatus, readInit } from './test-uploads.ts'

const movie = makeMovie()

async function initPull(client: TestClient, accessToken: string, url: string) {
  return client.api(accessToken, '/v2/post/publish/video/init/', {
    post_info: { privacy_level: 'SELF_ONLY' },
    source_info: { source: 'PULL_FROM_URL', video_url: url },
  })
}

test('only a plain 200 with the whole file is a download: no redirect, no part, nothing cut off', async () => {
  await using source = await startReceiver((request, response) => {
    if (request.url === '/moved.mp4') return response.writeHead(302, { location: '/whole.mp4' }).end()
    if (request.url === '/missing.mp4') return response.writeHead(404).end()
    if (request.url === '/part.mp4') return response.writeHead(206).end(movie)
    response.setHeader('content-length', movie.length)
    if (request.url === '/whole.mp4') return response.end(movie)
    response.write(movie.subarray(0, 100), () => request.socket.destroy())
  })
  await using client = await startSimulator({ app: { verifiedUrls: [source.url] } })
  const { accessToken } = await client.connect('mara.bakes')
  const outcome = async (name: string) => {
    const { publishId } = readInit(await initPull(client, accessToken, `${source.url}/${name}`))
    await client.advance(0)
    await client.advance(60_000)
    return (await fetchStatus(client, accessToken, publishId)).body
  }
  expect(await outcome('whole.mp4')).toMatchObject({
    data: { status: 'PUBLISH_COMPLETE', downloaded_bytes: movie.length },
  })
  for (const name of ['moved.mp4', 'missing.mp4', 'part.mp4', 'cut-off.mp4'])
    expect({ name, reply: await outcome(name) }).toMatchObject({
      name,
      reply: { data: { status: 'FAILED', fail_reason: 'video_pull_failed' } },
    })
  expect(source.received.filter(({ path }) => path === '/whole.mp4')).toHaveLength(1)
  expect(client.simulator.snapshot().posts).toHaveLength(1)
})

test('a URL on no verified property is refused at the init, and nothing is fetched', async () => {
  await using source = await startReceiver((_, response) => response.end(movie))
  await using client = await startSimulator({ app: { verifiedUrls: [`${source.url}/clips/`] } })
  const { accessToken } = await client.connect('mara.bakes')
  for (const url of [`${source.url}/other.mp4`, `${source.url}/clips/../other.mp4`, 'https://192.0.2.1/a.mp4'])
    expect(await initPull(client, accessToken, url)).toMatchObject({
      status: 403,
      body: { error: { code: 'url_ownership_unverified' } },
    })
  expect(source.received).toEqual([])
  expect(client.simulator.snapshot().uploads).toEqual([])
})
