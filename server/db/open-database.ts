import type { Config, Secrets } from '../config.ts'
import type { Logger } from '../logger.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

export type OpenDatabase = AsyncDisposable & { url: string }

/** The database to work with: the one in DATABASE_URL, or a PostgreSQL of our own that is started again if it dies. */
export async function openDatabase({
  config,
  secrets,
  log,
}: {
  config: Config
  secrets: Secrets
  log: Logger
}): Promise<OpenDatabase> {
  if (secrets.databaseUrl) return { url: secrets.databaseUrl.reveal(), async [Symbol.asyncDispose]() {} }
  const logger = log.child({ area: 'postgres' })
  const begin = () => startEmbeddedPostgres({ dataDir: config.dataDir, logger })
  let server = await begin()
  const { url } = server
  let isClosing = false

  const supervise = async (running: EmbeddedPostgres): Promise<void> => {
    const exit = await running.exited
    if (isClosing) return
    logger.error({ exitCode: exit.code, signal: exit.signal }, 'PostgreSQL ended unexpectedly; starting it again')
    await running.stop()
    server = await begin()
    if (server.url !== url)
      throw new Error('PostgreSQL came back on another port, because its own is taken. Restart Clipdeck.')
    supervise(server).catch(giveUp)
  }
  const giveUp = (err: unknown) => {
    logger.fatal({ err }, 'PostgreSQL cannot be started again')
    process.kill(process.pid, 'SIGTERM')
  }
  supervise(server).catch(giveUp)

  return {
    url,
    async [Symbol.asyncDispose]() {
      isClosing = true
      await server.stop()
    },
  }
}
