import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { Secret } from '../vault/secret.ts'
import { publicUrlProblem } from './public-url-problem.ts'

const media = { sizeBytes: 1234, mimeType: 'video/mp4' }

/** What is said of a URL whose server answers so. */
async function problemOf(answer: RequestListener): Promise<string | null> {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await publicUrlProblem(urlOn(server.address()), media, { timeoutMs: 300 })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

function urlOn(address: ReturnType<ReturnType<typeof createServer>['address']>): Secret {
  if (address === null || typeof address === 'string') throw new TypeError('A port was expected')
  return new Secret(`http://127.0.0.1:${address.port}/media/public/the-token/video.mp4`)
}

test('a URL that gives the whole file on a HEAD is fine, with its length or without', async () => {
  const methods: unknown[] = []
  const answerWith = (headers: Record<string, string>) =>
    problemOf(({ method }, response) => {
      methods.push(method)
      response.writeHead(200, headers).end()
    })
  expect(await answerWith({ 'content-type': 'video/mp4', 'content-length': '1234' })).toBeNull()
  expect(await answerWith({ 'content-type': 'video/mp4' })).toBeNull()
  expect(methods).toEqual(['HEAD', 'HEAD'])
})

test.each([
  [302, { location: 'https://elsewhere.example.com/' }, /redirect \(HTTP 302\)/],
  [404, {}, /HTTP 404/],
  [503, {}, /HTTP 503/],
  [206, {}, /HTTP 206/],
  [200, { 'content-type': 'text/html; charset=utf-8' }, /text\/html/],
  [200, { 'content-type': 'video/mp4', 'content-length': '1233' }, /1233 bytes instead of 1234/],
])('HTTP %d with %j is told', async (status, headers, problem) => {
  expect(await problemOf((_, response) => response.writeHead(status, headers).end())).toMatch(problem)
})

test('silence, a reset and a closed port are told, and never the URL', async () => {
  const problems = [
    await problemOf(() => {}),
    await problemOf((incoming) => void incoming.socket.resetAndDestroy()),
    await publicUrlProblem(new Secret('http://127.0.0.1:1/the-token'), media),
  ]
  expect(problems).toEqual([
    expect.stringContaining('within 0.3 s'),
    expect.stringContaining('does not answer'),
    expect.stringContaining('ECONNREFUSED'),
  ])
  expect(problems.join()).not.toContain('the-token')
})
