import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { ChunkPlan } from '#tiktok/chunk-plan.ts'
import { createTikTok } from '#tiktok/client.ts'
import { createHttpClient } from '../../test/http-client.ts'
import { startServerProcess } from '../../test/server-process.ts'
import { childRunning } from './child-running.ts'
import { signUp } from './sign-up.ts'
import { type MemoryGrowth, watchMemory } from './watch-memory.ts'

export type Product = Awaited<ReturnType<typeof startProduct>>
/** What the product's two processes grew by. */
export type Growth = { server: MemoryGrowth; simulator: MemoryGrowth }

const Creators = z.object({ creators: z.array(z.object({ username: z.string(), trait: z.string() })) })
const Calls = z.object({
  calls: z.array(
    z.object({
      endpoint: z.string(),
      status: z.number().nullable(),
      publishId: z.string().nullable(),
    }),
  ),
})

/** Clipdeck as `npm start` runs it, without TikTok credentials and so with its own simulator, and its first user. */
export async function startProduct({ log }: { log: (text: string) => void }) {
  await using cleanUp = new AsyncDisposableStack()
  const workDir = await mkdtemp(join(tmpdir(), 'clipdeck-bench-'))
  cleanUp.defer(() => rm(workDir, { recursive: true, force: true }))
  const dataDir = join(workDir, 'data')
  const [port, simulatorPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  log('Starting Clipdeck …')
  const server = cleanUp.use(
    await startServerProcess({
      PORT: String(port),
      SIMULATOR_PORT: String(simulatorPort),
      APP_URL: url,
      DATA_DIR: dataDir,
    }),
  )
  const simulator = {
    url: `http://localhost:${simulatorPort}`,
    pid: await childRunning(server.pid, 'simulator/main.ts'),
  }
  const readSimulator = <Schema extends z.ZodType>(schema: Schema, path: string) =>
    createHttpClient(simulator.url).call(schema, 'GET', `/_simulator/${path}`)
  const tiktok = createTikTok({
    apiUrl: simulator.url,
    authorizeUrl: `${simulator.url}/v2/auth/authorize/`,
    clientKey: 'clipdeck-simulator',
    clientSecret: (await readFile(join(dataDir, 'secrets', 'simulator-client-secret'), 'utf8')).trim(),
  })
  cleanUp.defer(() => tiktok.close())
  const person = await signUp(url)

  const owned = cleanUp.move()
  return {
    workDir,
    person,
    /** The product's app at TikTok, for calls beside the product. */
    tiktok,
    redirectUri: `${url}/api/v1/tiktok/oauth/callback`,

    /** `count` creators without limits of their own: one for each upload, whatever TikTok's windows say. */
    async creators(count: number): Promise<string[]> {
      const { creators } = await readSimulator(Creators, 'creators')
      const usual = creators.filter(({ trait }) => trait === 'public').map(({ username }) => username)
      if (usual.length < count) throw new Error(`The simulator has creators for ${usual.length} uploads, not ${count}.`)
      return usual.slice(0, count)
    },

    /** Throws unless the simulator has got each chunk of the plan exactly once. */
    async mustBeOneCleanUpload(publishId: string | null, { chunkCount }: ChunkPlan): Promise<void> {
      const { calls } = await readSimulator(Calls, 'calls')
      const statuses = calls
        .filter((call) => call.endpoint === 'upload' && call.publishId === publishId)
        .map(({ status }) => status)
      const wanted = [...Array(chunkCount - 1).fill(206), 201]
      if (statuses.join() !== wanted.join())
        throw new Error(`The chunks were answered ${statuses.join()}, so there is nothing to compare.`)
    },

    /** Runs something, with an eye on the clock and on both processes. */
    async watched<Value>(run: () => Promise<Value>): Promise<{ value: Value; durationMs: number; growth: Growth }> {
      using serverMemory = watchMemory(server.pid)
      using simulatorMemory = watchMemory(simulator.pid)
      const startedAt = performance.now()
      const value = await run()
      const durationMs = performance.now() - startedAt
      return { value, durationMs, growth: { server: serverMemory.growth(), simulator: simulatorMemory.growth() } }
    },

    /** Gives back the disk that finished uploads take. */
    async forgetUploads(): Promise<void> {
      const dir = join(dataDir, 'simulator', 'media')
      for (const name of await readdir(dir)) await rm(join(dir, name))
    },

    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}
