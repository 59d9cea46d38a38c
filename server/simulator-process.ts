import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config, Secrets } from './config.ts'
import type { Logger } from './logger.ts'

const MAIN = fileURLToPath(new URL('../simulator/main.ts', import.meta.url))

/** Starts the simulator as a server of its own. It ends with us, even when we are killed: its channel to us breaks. */
export async function startSimulatorProcess({
  config,
  secrets,
  log,
}: {
  config: Config
  secrets: Secrets
  log: Logger
}): Promise<AsyncDisposable> {
  const child = fork(MAIN, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // A group of its own: Ctrl-C in the terminal reaches us alone, and we end it when nothing needs it any more.
    detached: true,
    // A stream of uploads makes many short-lived buffers; a small nursery lets go of them soon.
    execArgv: [...process.execArgv, '--max-semi-space-size=1'],
    env: {
      SIMULATOR_PORT: String(config.simulator?.port ?? 3100),
      SIMULATOR_DATA_DIR: join(config.dataDir, 'simulator'),
      SIMULATOR_CLIENT_KEY: config.tiktok.clientKey,
      SIMULATOR_CLIENT_SECRET: secrets.tiktokClientSecret.reveal(),
      SIMULATOR_REDIRECT_URIS: config.tiktok.redirectUri,
      SIMULATOR_WEBHOOK_URL: `${config.appUrl}/api/v1/tiktok/webhooks`,
      SIMULATOR_AUDITED: String(config.tiktok.isAudited),
      SIMULATOR_VERIFIED_URLS: `${config.mediaPublicUrl}/`,
    },
  })
  await ready(child)
  const watch = (exitCode: number | null, signal: string | null) =>
    log.error({ exitCode, signal }, 'The simulator ended; restart Clipdeck to bring it back')
  child.on('exit', watch)
  return {
    async [Symbol.asyncDispose]() {
      child.off('exit', watch)
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function ready(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The simulator could not start (exit status ${code}). Is SIMULATOR_PORT free?`)
  })
  await Promise.race([once(child, 'message'), ended])
}
