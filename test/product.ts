import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './app.ts'
import { startServerProcess } from './server-process.ts'

export type Product = Awaited<ReturnType<typeof startProduct>>

/** The product as a newcomer starts it: no credentials, so it brings its own database and its own simulator. */
export async function startProduct(env: Record<string, string> = {}) {
  await using cleanUp = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'clipdeck-product-'))
  cleanUp.defer(() => rm(dataDir, { recursive: true, force: true }))
  const [port, simulatorPort] = [await freePort(), await freePort()]
  const server = cleanUp.use(
    await startServerProcess({ PORT: String(port), SIMULATOR_PORT: String(simulatorPort), DATA_DIR: dataDir, ...env }),
  )
  const owned = cleanUp.move()
  return {
    url: `http://localhost:${port}`,
    simulatorUrl: `http://localhost:${simulatorPort}`,
    dataDir,
    server,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
