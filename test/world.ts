import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulator } from '#simulator/simulator.ts'
import { freePort } from './app.ts'
import { createHttpClient } from './http-client.ts'
import { createPerson } from './person.ts'
import { startCommand } from './run-command.ts'
import { startServerProcess } from './server-process.ts'

const CLIENT = { clientKey: 'world-app', clientSecret: 'world-secret-of-the-app' }

/**
 * A folder, a port and a simulator that outlives every process: the product is started in it as often as wanted, by the
 * real command, with the real clock.
 */
export async function createWorld(extraEnv: Record<string, string> = {}) {
  await using cleanUp = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'clipdeck-world-'))
  cleanUp.defer(() => rm(dataDir, { recursive: true, force: true }))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const simulator = cleanUp.use(
    await createSimulator({
      apps: [
        {
          ...CLIENT,
          audited: true,
          redirectUris: [`${url}/api/v1/tiktok/oauth/callback`],
          webhookUrl: `${url}/api/v1/tiktok/webhooks`,
        },
      ],
      timing: { processingMs: 50, moderationMs: 50 },
    }),
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
    ...extraEnv,
  }
  const owned = cleanUp.move()

  return {
    url,
    dataDir,
    simulator,
    start: (role: 'all' | 'api' | 'worker' = 'all', more: Record<string, string> = {}) =>
      startServerProcess({ ...env, ROLE: role, ...more }),
    /** Another command of the product, with the same settings. */
    run: (args: string[], more: Record<string, string> = {}) => startCommand(args, { ...env, ...more }),
    /** The first user, who owns the first workspace. */
    async signUp() {
      const client = createHttpClient(url)
      const email = 'ada@example.com'
      await client.send('POST', '/api/v1/auth/sign-up/email', { name: 'Ada', email, password: 'correct horse battery' })
      return createPerson({ client, simulator, url, email })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
