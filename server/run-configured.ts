import { type Config, ConfigError, readConfig, type Secrets } from './config.ts'
import { MigrationError } from './db/migration-error.ts'
import { createLogger, type Logger, type LoggerOptions } from './logger.ts'

/**
 * Reads the configuration, runs, and turns what goes wrong into one message and an exit status. The log goes to the
 * standard output unless `destination` says otherwise.
 */
export async function runConfigured(
  env: Record<string, string | undefined>,
  run: (parts: { config: Config; secrets: Secrets; log: Logger }) => Promise<void>,
  destination?: LoggerOptions['destination'],
): Promise<void> {
  try {
    const { config, secrets } = readConfig(env)
    const log = createLogger({ level: config.logLevel, ...(destination && { destination }) })
    for (const warning of config.warnings) log.warn(warning)
    await run({ config, secrets, log })
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`)
    process.exitCode = error instanceof ConfigError ? error.exitCode : 1
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE')
    return `Clipdeck cannot listen: ${error.message}. Stop what uses the port, or set PORT.`
  const isForPeople = error instanceof ConfigError || error instanceof MigrationError
  return isForPeople ? error.message : `Clipdeck stopped: ${error.stack ?? error.message}`
}
