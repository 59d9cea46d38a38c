import { setTimeout as pause } from 'node:timers/promises'
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts'
import type { Restart } from './plan.ts'

/** Four processes with 24 connections each, killed ones whose connections linger, and ours. */
const SETTINGS = { max_connections: '250' }
const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** When there was no database, in milliseconds since 1970. */
export type Outage = { fromMs: number; untilMs: number }
export type SoakDatabase = Awaited<ReturnType<typeof startDatabase>>

/** A PostgreSQL of our own, as durable as the product's, that goes away and comes back on the same address. */
export async function startDatabase(dataDir: string) {
  const begin = () => startEmbeddedPostgres({ dataDir, logger: silent, settings: SETTINGS })
  let server = await begin()
  const { url } = server
  const outages: Outage[] = []
  return {
    url,
    /** Those until now; `untilMs` is infinite while it is away. */
    outages: (): readonly Outage[] => outages,
    async restart({ how, awayMs }: Pick<Restart, 'how' | 'awayMs'>): Promise<void> {
      const outage = { fromMs: Date.now(), untilMs: Number.POSITIVE_INFINITY }
      outages.push(outage)
      if (how === 'killed') {
        process.kill(server.pid, 'SIGKILL')
        await server.exited
      }
      await server.stop()
      await pause(awayMs)
      server = await begin()
      if (server.url !== url) throw new Error('PostgreSQL came back on another port, because its own is taken.')
      outage.untilMs = Date.now()
    },
    [Symbol.asyncDispose]: () => server.stop(),
  }
}
