import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { inject } from 'vitest'
import { createApi } from '#server/api/app.ts'
import { readConfig } from '#server/config.ts'
import { createContext, type Overrides } from '#server/context.ts'
import { createLogger } from '#server/logger.ts'
import { taskFunctions } from '#server/worker.ts'
import { createSimulator, type Simulator } from '#simulator/simulator.ts'
import { createTestClock } from './clock.ts'
import { createTestDatabase } from './database.ts'
import { createHttpClient } from './http-client.ts'
import { createPerson } from './person.ts'
import { drainSteps } from './run-step.ts'

export type TestApp = Awaited<ReturnType<typeof startTestApp>>

type SimulatorOptions = Parameters<typeof createSimulator>[0]
type Settings = {
  env?: Record<string, string>
  limits?: NonNullable<SimulatorOptions['limits']>
  timing?: NonNullable<SimulatorOptions['timing']>
  timeouts?: NonNullable<Overrides['timeouts']>
}

const CLIENT = { clientKey: 'test-app', clientSecret: 'test-secret-of-the-app' }

/**
 * The real server on a fresh database, with the simulator beside it and a clock that is moved by hand.
 * Nothing works by itself: `drain` runs what is due, `runUntil` moves the clock from one due moment to the next.
 */
export async function startTestApp({ env = {}, limits = {}, timing = {}, timeouts = {} }: Settings = {}) {
  await using cleanUp = new AsyncDisposableStack()
  const clock = createTestClock()
  const dataDir = await mkdtemp(join(tmpdir(), 'clipdeck-app-'))
  cleanUp.defer(() => rm(dataDir, { recursive: true, force: true }))
  const database = cleanUp.use(await createTestDatabase(inject('postgresUrl')))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const simulator = cleanUp.use(
    await startSimulator(url, clock, { limits, timing, audited: env.TIKTOK_APP_AUDITED !== 'false' }),
  )
  const logLines: string[] = []

  const { config, secrets } = readConfig({
    PORT: String(port),
    APP_URL: url,
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    SIGNUPS: 'open',
    TIKTOK_CLIENT_KEY: CLIENT.clientKey,
    TIKTOK_CLIENT_SECRET: CLIENT.clientSecret,
    TIKTOK_AUTHORIZE_URL: `${simulator.url}/v2/auth/authorize/`,
    TIKTOK_API_URL: simulator.url,
    TIKTOK_APP_AUDITED: 'true',
    LOG_LEVEL: 'trace',
    ...env,
  })
  const log = createLogger({ level: config.logLevel, destination: { write: (line) => void logLines.push(line) } })
  const ctx = cleanUp.use(
    await createContext(
      { config, secrets, databaseUrl: database.url },
      { clock, log, random: () => 0.5, timeouts, sleep: async () => {} },
    ),
  )
  const api = await createApi(ctx)
  cleanUp.defer(() => api.close())
  await api.listen({ host: '127.0.0.1', port })
  const functions = taskFunctions(ctx)

  /** Runs everything that is due now, here and at the simulator, until nothing is left. */
  async function drain(): Promise<void> {
    let ran: number
    do {
      await simulator.tick()
      ran = (await ctx.jobs.drain(functions, () => clock.now())) + (await drainSteps(ctx))
    } while (ran > 0)
  }

  /** The next moment at which a job or a step of a publication is due; what a worker has waits for the end of its lease. */
  async function nextJobAt(): Promise<Date | null> {
    const { rows } = await sql<{ at: Date | null }>`
      select min(at) as at from (
        select start_after as at from pgboss.job where state in ('created', 'retry') and name <> 'sweep'
        union all
        select greatest(next_step_at, max(lease_until) over (partition by account_id)) from publications
        where next_step_at is not null
      ) as due`.execute(ctx.db)
    return rows[0]?.at ?? null
  }

  const owned = cleanUp.move()
  return {
    ctx,
    url,
    clock,
    simulator,
    logLines,
    drain,
    nextJobAt,
    functions,

    /** Moves from one due moment to the next until `isDone`, at most `maxMs` ahead. Fails when that is not enough. */
    async runUntil(isDone: () => Promise<boolean> | boolean, maxMs = 60 * 60 * 1000): Promise<void> {
      const end = new Date(clock.now().getTime() + maxMs)
      for (;;) {
        await drain()
        if (await isDone()) return
        const next = await nextJobAt()
        if (!next || next > end)
          throw new Error(`It did not come to that. The next job is due ${next?.toISOString() ?? 'never'}.`)
        clock.moveTo(next)
      }
    },

    /** Signs somebody new up, with a workspace of their own. */
    async signUp(name = 'Ada') {
      const client = createHttpClient(url)
      const email = `${name.toLowerCase()}-${crypto.randomUUID().slice(0, 8)}@example.com`
      const reply = await client.send('POST', '/api/v1/auth/sign-up/email', {
        name,
        email,
        password: 'correct horse battery',
      })
      if (reply.status !== 200) throw new Error(`Sign-up was answered ${reply.status}: ${JSON.stringify(reply.body)}`)
      return createPerson({ client, simulator, url, email })
    },

    async [Symbol.asyncDispose]() {
      await owned.disposeAsync()
    },
  }
}

/** A port that was free a moment ago: the redirect URI has to be known before the server listens. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}

async function startSimulator(
  appUrl: string,
  clock: { now(): Date },
  { limits, timing, audited }: Required<Pick<Settings, 'limits' | 'timing'>> & { audited: boolean },
): Promise<Simulator> {
  return createSimulator({
    clock,
    limits,
    timing,
    apps: [
      {
        ...CLIENT,
        audited,
        redirectUris: [`${appUrl}/api/v1/tiktok/oauth/callback`],
        webhookUrl: `${appUrl}/api/v1/tiktok/webhooks`,
        verifiedUrls: [`${appUrl}/`],
      },
    ],
  })
}
