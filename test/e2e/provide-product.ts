import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFailed } from 'vitest'
import { openBrowser, openPage, type Visit } from '../browser.ts'
import { keepLog } from '../evidence.ts'
import { type Product, startProduct } from '../product.ts'
import { createSimulatorControl, type SimulatorControl } from '../simulator-control.ts'
import { signUp } from './steps.ts'

type Provided = { product: Product; browser: Browser; simulator: SimulatorControl }
type Session = NonNullable<BrowserContextOptions['storageState']>

/** One product and one browser for the tests of a file, started before the first and stopped after the last. */
export function provideProduct() {
  const owned = new AsyncDisposableStack()
  let provided: Provided | undefined
  let session: Session | undefined

  beforeAll(async () => {
    const product = owned.use(await startProduct({ LOG_LEVEL: 'debug' }))
    const browser = owned.use(await openBrowser())
    provided = { product, browser, simulator: createSimulatorControl(product.simulatorUrl) }
  })
  afterAll(async () => {
    await owned.disposeAsync()
    expect(provided?.product.server.lines.filter(isMistake), 'errors in the log of the server').toEqual([])
  })

  function parts(): Provided {
    if (!provided) throw new Error('The product runs during tests only.')
    return provided
  }

  async function open(options: BrowserContextOptions): Promise<Visit & Provided> {
    const { product, browser } = parts()
    onTestFailed(({ task }) => keepLog(task, product.server.lines))
    return { ...(await openPage(browser, options)), ...parts() }
  }

  /** Signs the owner up when that is needed first; later the session is there. */
  async function ownersSession(): Promise<Session> {
    session ??= await signUpOwner(parts())
    return session
  }

  return {
    parts,

    /** The very first visitor: only before anybody else comes. */
    openAsFirst: (options: BrowserContextOptions = {}) => open(options),

    /** Somebody without a session, after the owner has signed up. */
    async openAsStranger(options: BrowserContextOptions = {}) {
      await ownersSession()
      return open(options)
    },

    async openAsOwner(options: BrowserContextOptions = {}) {
      return open({ storageState: await ownersSession(), ...options })
    },
  }
}

/** An error in the log. A browser that goes away in the middle of its upload is none. */
function isMistake(line: string): boolean {
  return /"level":"(error|fatal)"/.test(line)
}

async function signUpOwner({ browser, product }: Provided): Promise<Session> {
  const context = await browser.newContext()
  try {
    await signUp(await context.newPage(), product.url)
    return await context.storageState()
  } finally {
    await context.close()
  }
}
