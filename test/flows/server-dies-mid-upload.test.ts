import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulator } from '#simulator/simulator.ts'
import { expect, test } from 'vitest'
import { freePort } from '../app.ts'
import { createHttpClient } from '../http-client.ts'
import { createPerson, directTarget, videoPost } from '../person.ts'
import { startServerProcess } from '../server-process.ts'
import { sha256Of, videoFile } from '../videos.ts'
import { untilPost } from '../watch-events.ts'

const CLIENT = { clientKey: 'crash-app', clientSecret: 'crash-secret-of-the-app' }

/** The product as a process with its own database, a simulator that outlives it, and one account connected. */
async function startWorld() {
  await using cleanUp = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'clipdeck-crash-'))
  cleanUp.defer(() => rm(dataDir, { recursive: true, force: true }))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const simulator = cleanUp.use(
    await createSimulator({ apps: [{ ...CLIENT, audited: true, redirectUris: [`${url}/api/v1/tiktok/oauth/callback`] }], timing: { processingMs: 50, moderationMs: 50 } }),
  )
  const env = {
    PORT: String(port),
    APP_URL: url,
    DATA_DIR: dataDir,
    TIKTOK_CLIENT_KEY: CLIENT.clientKey,
    TIKTOK_CLIENT_SECRET: CLIENT.clientSecret,
    TIKTOK_AUTHORIZE_URL: `${simulator.url}/v2/auth/authorize/`,
    TIKTOK_API_URL: simulator.url,
    TIKTOK_APP_AUDITED: 'true',
  }
  const owned = cleanUp.move()
  return {
    url,
    simulator,
    start: () => startServerProcess(env),
    async signUp() {
      const client = createHttpClient(url)
      const email = 'ada@example.com'
      await client.send('POST', '/api/v1/auth/sign-up/email', { name: 'Ada', email, password: 'correct horse battery' })
      return createPerson({ client, simulator, url, email })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  test(`after ${signal} in the middle of an upload the post goes on from the next chunk, exactly once`, { timeout: 120_000 }, async () => {
    await using world = await startWorld()
    const { simulator } = world
    let server = await world.start()
    const ada = await world.signUp()
    const account = await ada.connect('mara.bakes')
    const path = await videoFile({ sizeBytes: 130_000_000 })
    const media = await ada.upload(path)

    const chunks: number[] = []
    simulator.faults.add({ endpoint: 'upload', chunkIndex: 0, times: 1, run: () => void chunks.push(0) })
    const secondChunk = new Promise<void>((resolve) => {
      simulator.faults.add({ endpoint: 'upload', chunkIndex: 1, times: 1, slowReadBytesPerS: 4_000_000, run: () => resolve() })
    })
    simulator.faults.add({ endpoint: 'upload', run: ({ chunkIndex = -1 }) => void chunks.push(chunkIndex) })

    const { id } = await ada.createPost(videoPost(media, [directTarget(account)]))
    await secondChunk
    await server.end(signal)
    expect(chunks).toEqual([0])

    server = await world.start()
    await using _running = server
    const post = await untilPost(ada, id, ({ publications }) => publications.every(({ url }) => url !== null), AbortSignal.timeout(90_000))
    expect(post.status).toBe('published')
    expect(chunks).toEqual([0, 1, 2, 3])
    const { posts, uploads } = simulator.snapshot()
    expect(uploads).toHaveLength(1)
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({ sha256: await sha256Of(path), username: 'mara.bakes' })
  })
