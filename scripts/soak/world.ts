import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newEncryptionKey } from '#server/generated-secrets.ts'
import { authorizeByScript } from '#simulator/authorize-by-script.ts'
import { freePort } from '../../test/app.ts'
import { createHttpClient } from '../../test/http-client.ts'
import { createPerson } from '../../test/person.ts'
import { startCommand } from '../../test/run-command.ts'
import { createSimulatorControl } from '../../test/simulator-control.ts'
import { seedCreators } from '../bench/seed-creators.ts'
import { startSimulator } from '../bench/simulator-process.ts'
import { startDatabase } from './database.ts'
import { watchLogs } from './log-watch.ts'

const CLIENT = { key: 'soak-app', secret: 'soak-secret-of-the-app' }
/** So short that every account's tokens are renewed several times while everything goes wrong. */
const ACCESS_TOKEN_LIFETIME_S = 400

export type SoakWorld = Awaited<ReturnType<typeof createWorld>>

/** PostgreSQL, the simulator and the API as processes of their own, and the first user. Workers come later. */
export async function createWorld(usernames: string[]) {
  await using cleanUp = new AsyncDisposableStack()
  const workDir = await mkdtemp(join(tmpdir(), 'clipdeck-soak-'))
  cleanUp.defer(() => rm(workDir, { recursive: true, force: true }))
  const url = `http://127.0.0.1:${await freePort()}`
  const database = cleanUp.use(await startDatabase(join(workDir, 'database')))
  const simulatorDir = join(workDir, 'simulator')
  await seedCreators(simulatorDir, usernames)
  const simulator = cleanUp.use(
    await startSimulator({
      SIMULATOR_DATA_DIR: simulatorDir,
      SIMULATOR_CLIENT_KEY: CLIENT.key,
      SIMULATOR_CLIENT_SECRET: CLIENT.secret,
      SIMULATOR_WEBHOOK_URL: `${url}/api/v1/tiktok/webhooks`,
      SIMULATOR_ACCESS_TOKEN_LIFETIME_S: String(ACCESS_TOKEN_LIFETIME_S),
    }),
  )
  const env = {
    PORT: new URL(url).port,
    APP_URL: url,
    DATA_DIR: join(workDir, 'data'),
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: newEncryptionKey(),
    SESSION_SECRET: randomBytes(32).toString('base64'),
    TIKTOK_CLIENT_KEY: CLIENT.key,
    TIKTOK_CLIENT_SECRET: CLIENT.secret,
    TIKTOK_AUTHORIZE_URL: `${simulator.url}/v2/auth/authorize/`,
    TIKTOK_API_URL: simulator.url,
    TIKTOK_APP_AUDITED: 'true',
  }
  const logs = watchLogs(database.outages)
  const api = startCommand(['start'], { ...env, ROLE: 'api' }, (line) => logs.hear('api', line))
  let isClosing = false
  const crashes: string[] = []
  const apiEnded = api.ended.then(({ code, signal }) => {
    if (!isClosing || code !== 0) crashes.push(`api ended with ${code ?? signal}`)
  })
  const endApi = async () => {
    isClosing = true
    api.kill('SIGTERM')
    await apiEnded
  }
  cleanUp.defer(endApi)
  await api.saying('"Clipdeck is ready"')
  const person = await signUp(url)

  const owned = cleanUp.move()
  return {
    url,
    env,
    person,
    database,
    logs,
    simulator: { ...createSimulatorControl(simulator.url), url: simulator.url },
    /** The API process ended although nobody told it to, or badly. */
    crashes: (): readonly string[] => crashes,
    endApi,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function signUp(url: string) {
  const client = createHttpClient(url)
  const email = 'soak@example.com'
  await client.send('POST', '/api/v1/auth/sign-up/email', { name: 'Soak', email, password: 'correct horse battery' })
  return createPerson({ client, simulator: { authorize: authorizeByScript }, url, email })
}
