import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import type { RunnerTestCase } from 'vitest'

/** What tests leave for people to look at. Git ignores it. */
export const RESULTS_DIR = fileURLToPath(new URL('../test-results', import.meta.url))

/** What a failed test saw last: a picture of the page, its address and its complaints. */
export async function keepEvidence(test: Readonly<RunnerTestCase>, page: Page, complaints: string[]): Promise<void> {
  const path = await pathFor(test)
  const words = [test.name, page.url(), ...(complaints.length > 0 ? complaints : ['No complaints.'])]
  await writeFile(`${path}.txt`, `${words.join('\n')}\n`)
  await page.screenshot({ path: `${path}.png`, fullPage: true })
}

/** What the server wrote until a test failed. */
export async function keepLog(test: Readonly<RunnerTestCase>, lines: readonly string[]): Promise<void> {
  await writeFile(`${await pathFor(test)}.log`, `${lines.join('\n')}\n`)
}

async function pathFor({ name }: Readonly<RunnerTestCase>): Promise<string> {
  await mkdir(RESULTS_DIR, { recursive: true })
  const fileName = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return join(RESULTS_DIR, fileName.slice(0, 100))
}
