import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { keepEvidence } from './evidence.ts'

const SYSTEM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const PATIENCE_MS = 20_000

/** A page that is watched, and what it may complain about. */
export type Visit = {
  page: Page
  /** What the console, the page or the network complained about, and nobody expected. */
  complaints: () => string[]
  /** A complaint that belongs to the story, such as an answer 400 that the page puts into words. */
  expectComplaint: (pattern: RegExp) => void
}

/** A headless Chromium: CHROMIUM_PATH, else the machine's, else the one inside an npm package. */
export async function openBrowser(): Promise<Browser> {
  const system = process.env.CHROMIUM_PATH ?? SYSTEM_PATHS.find((path) => existsSync(path))
  return chromium.launch({
    executablePath: system ?? (await packagedChromium()),
    // Not the package's own arguments: they are for a cloud function, one process without web security.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic', '--no-first-run'],
  })
}

/**
 * A page of its own until the test ends. A complaint that nobody expected fails the test, and what a failed test saw
 * last is kept.
 */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  const heard = listen(page)
  const expected: RegExp[] = []
  const complaints = () => heard.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)))

  onTestFinished(async ({ task }) => {
    const unexpected = complaints()
    const isFine = task.result?.state === 'pass' && unexpected.length === 0
    if (!isFine) await keepEvidence(task, page, unexpected)
    await context.close()
    if (unexpected.length > 0) throw new Error(`The page complained:\n${unexpected.join('\n')}`)
  })
  return { page, complaints, expectComplaint: (pattern) => void expected.push(pattern) }
}

/** Answers from 400 on are heard from the network, with method and path; the console would only repeat them. */
function listen(page: Page): string[] {
  const heard: string[] = []
  page.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning'
    if (isComplaint && !message.text().startsWith('Failed to load resource')) heard.push(message.text())
  })
  page.on('pageerror', (error) => heard.push(String(error)))
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`${response.status()} ${response.request().method()} ${response.url()}`)
  })
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed'
    // Leaving a page ends what it was still asking for.
    if (reason !== 'net::ERR_ABORTED') heard.push(`${reason} ${request.method()} ${request.url()}`)
  })
  return heard
}

/** The browser of the npm package unpacks itself into the temporary folder: into one of this user's own. */
async function packagedChromium(): Promise<string> {
  const before = process.env.TMPDIR
  const dir = join(tmpdir(), `clipdeck-chromium-${userInfo().uid}`)
  await mkdir(dir, { recursive: true })
  process.env.TMPDIR = dir
  try {
    return await sparticuz.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}
