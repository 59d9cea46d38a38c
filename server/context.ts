import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createTikTok, type TikTokOptions } from '#tiktok/client.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config, Secrets } from './config.ts'
import { createDb, createPool } from './db/db.ts'
import { createJobs } from './jobs/jobs.ts'
import { createCircuitBreakers } from './limits/circuit-breakers.ts'
import { createLogger, type Logger } from './logger.ts'
import { openStorage } from './storage/open-storage.ts'
import { createVault } from './vault/vault.ts'

export type Context = Awaited<ReturnType<typeof createContext>>

/** What tests replace: the clock, randomness, where the logs go, how long TikTok may take, and the pauses between tries. */
export type Overrides = {
  clock?: Clock
  random?: () => number
  log?: Logger
  timeouts?: NonNullable<TikTokOptions['timeouts']>
  sleep?: NonNullable<TikTokOptions['sleep']>
}

/** Statements of the API and of some forty tasks side by side. */
const POOL_SIZE = 24

/** Makes everything that the domain works with, and owns it: closing the context closes all of it. */
export async function createContext(
  { config, secrets, databaseUrl }: { config: Config; secrets: Secrets; databaseUrl: string },
  overrides: Overrides = {},
) {
  const clock = overrides.clock ?? systemClock
  const random = overrides.random ?? Math.random
  const log = overrides.log ?? createLogger({ level: config.logLevel })
  const pool = createPool(databaseUrl, { max: POOL_SIZE })
  let isClosing = false
  pool.on('error', (err) => {
    if (!isClosing) log.warn({ err }, 'A database connection broke')
  })
  const db = createDb(pool)
  const jobs = await createJobs({ db, log, isWorker: config.role !== 'api' })
  const uploadsDir = join(config.dataDir, 'uploads')
  await mkdir(uploadsDir, { recursive: true })
  const storage = await openStorage({ config, secrets }, uploadsDir)
  const tiktok = createTikTok({
    apiUrl: config.tiktok.apiUrl,
    authorizeUrl: config.tiktok.authorizeUrl,
    clientKey: config.tiktok.clientKey,
    clientSecret: secrets.tiktokClientSecret.reveal(),
    clock,
    random,
    ...(overrides.timeouts && { timeouts: overrides.timeouts }),
    ...(overrides.sleep && { sleep: overrides.sleep }),
  })

  return {
    config,
    secrets,
    databaseUrl,
    clock,
    random,
    log,
    pool,
    db,
    jobs,
    storage,
    uploadsDir,
    tiktok,
    breakers: createCircuitBreakers({ db, clock, random, log }),
    vault: createVault(secrets.encryptionKeys),
    async [Symbol.asyncDispose]() {
      await jobs.stop()
      await tiktok.close()
      await storage[Symbol.asyncDispose]()
      isClosing = true
      await pool.end()
    },
  }
}
