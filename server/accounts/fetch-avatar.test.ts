import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { avatarPng } from '#simulator/pages/avatar-png.ts'
import { fetchAvatar } from './fetch-avatar.ts'

const png = avatarPng('mara.bakes')

/** A place that answers so, as if it were the configured TikTok. */
async function startHost(answer: RequestListener) {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return {
    source: { url: new URL(`http://127.0.0.1:${address.port}/a`), isOurs: true },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('a picture is judged by its content, whatever its header says', async () => {
  await using host = await startHost((_request, reply) => reply.setHeader('content-type', 'text/html').end(png))
  expect(await fetchAvatar(host.source)).toEqual({ bytes: png, mimeType: 'image/png' })
})

test.each([
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['a page', '<!doctype html><script>alert(1)</script>'],
  ['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
  ['nothing', ''],
])('%s is refused, also when it is called a picture', async (_what, body) => {
  await using host = await startHost((_request, reply) => reply.setHeader('content-type', 'image/png').end(body))
  await expect(fetchAvatar(host.source)).rejects.toThrow('It is no JPEG, PNG or WebP')
})

test('a redirect is not followed', async () => {
  const asked: (string | undefined)[] = []
  await using host = await startHost((request, reply) => {
    asked.push(request.url)
    reply.writeHead(302, { location: '/secret' }).end()
  })
  await expect(fetchAvatar(host.source)).rejects.toThrow('answered 302')
  expect(asked).toEqual(['/a'])
})

test('a URL that has expired is refused', async () => {
  await using host = await startHost((_request, reply) => reply.writeHead(403).end())
  await expect(fetchAvatar(host.source)).rejects.toThrow('answered 403')
})

test('a picture that is too large is not read to its end, whether its length is told or not', async () => {
  const large = Buffer.concat([png, Buffer.alloc(100_000)])
  await using told = await startHost((_request, reply) => reply.setHeader('content-length', large.length).end(large))
  await expect(fetchAvatar(told.source, { maxBytes: 50_000 })).rejects.toThrow('could not be fetched')
  await using untold = await startHost((_request, reply) => {
    reply.write(png)
    reply.end(large)
  })
  await expect(fetchAvatar(untold.source, { maxBytes: 50_000 })).rejects.toThrow('could not be fetched')
})

test('a host that says nothing is left after a while', async () => {
  await using host = await startHost(() => undefined)
  await expect(fetchAvatar(host.source, { timeoutMs: 50 })).rejects.toThrow('could not be fetched')
})

test('a name of TikTok that leads into a private network is refused', async () => {
  await using host = await startHost((_request, reply) => reply.end(png))
  const url = new URL(host.source.url)
  url.hostname = 'localhost'
  await expect(fetchAvatar({ url, isOurs: false })).rejects.toMatchObject({
    cause: expect.objectContaining({ message: 'localhost does not lead to the public internet.' }),
  })
})
