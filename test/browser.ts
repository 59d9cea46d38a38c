import { existsSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export type TestBrowser = AsyncDisposable & { context: BrowserContext; page: Page; complaints: string[] }

/**
 * A headless Chromium: CHROMIUM_PATH, else the machine's, else the one inside an npm package. What the page complains
 * about on its console, or throws, is kept in `complaints`.
 */
export async function openBrowser(
  options: { width?: number; height?: number; colorScheme?: 'light' | 'dark' } = {},
): Promise<TestBrowser> {
  const system = process.env.CHROMIUM_PATH ?? SYSTEM_PATHS.find((path) => existsSync(path))
  const browser = await chromium.launch({
    executablePath: system ?? (await sparticuz.executablePath()),
    args: [
      ...(system ? [] : sparticuz.args),
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-quic',
      '--no-first-run',
    ],
  })
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    colorScheme: options.colorScheme ?? 'light',
    locale: 'en-GB',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { context, page, complaints, [Symbol.asyncDispose]: () => browser.close() }
}
