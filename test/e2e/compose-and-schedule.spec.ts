import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { openBrowser } from '../browser.ts'
import { startProduct } from '../product.ts'
import { sha256Of, videoFile } from '../videos.ts'

const CREATORS = [
  { nickname: 'Mara Bakes', username: 'mara.bakes' },
  { nickname: 'Oak & Iron', username: 'oakandiron' },
  { nickname: 'Lena Climbs', username: 'lena.climbs' },
]
const Received = z.object({
  posts: z.array(z.object({ username: z.string(), sha256: z.string(), caption: z.string() })),
})

test('somebody new connects three creators, schedules one video for them, and watches it go out', {
  timeout: 300_000,
}, async () => {
  await using product = await startProduct()
  await using browser = await openBrowser()
  const { page, complaints } = browser
  page.setDefaultTimeout(20_000)

  await page.goto(product.url)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
  for (const { nickname } of CREATORS) await connect(page, product.url, nickname)

  const path = await videoFile({ sizeBytes: 200_000_000 })
  await page.getByRole('link', { name: 'New post' }).click()
  await page.locator('input[type=file]').setInputFiles(path)
  await page.getByLabel('Caption').fill('New drop #acme')
  for (const { nickname } of CREATORS) {
    await page
      .getByRole('checkbox', { name: new RegExp(nickname) })
      .first()
      .check()
    await page
      .getByRole('region', { name: nickname })
      .getByLabel('Who can see this video')
      .selectOption('PUBLIC_TO_EVERYONE')
  }
  await page.getByText('Schedule', { exact: true }).click()
  await page.getByLabel('Publish at').fill(await inOneMinute(page))
  await page.getByRole('button', { name: /^Schedule/ }).click({ timeout: 60_000 })

  await page.waitForURL(/\/posts\/[0-9a-f-]{36}$/, { timeout: 60_000 })
  const reloads = countNavigations(page)
  const links = page.getByRole('link', { name: /TikTok/ }).and(page.locator('a[href*="/video/"]'))
  await links.nth(CREATORS.length - 1).waitFor({ timeout: 150_000 })
  expect(reloads()).toBe(0)

  const received = Received.parse(await (await fetch(`${product.simulatorUrl}/_simulator/state`)).json())
  expect(received.posts.map(({ username }) => username).sort()).toEqual(CREATORS.map(({ username }) => username).sort())
  const sha256 = await sha256Of(path)
  for (const post of received.posts) expect(post).toMatchObject({ sha256, caption: 'New drop #acme' })

  const video = await browser.context.newPage()
  await video.goto((await links.first().getAttribute('href')) ?? '')
  await video.locator('video').waitFor()
  expect(complaints).toEqual([])
})

async function connect(page: Page, url: string, nickname: string): Promise<void> {
  await page.goto(`${url}/accounts`)
  await page
    .getByRole('link', { name: /Connect/ })
    .or(page.getByRole('button', { name: /Connect/ }))
    .first()
    .click()
  await page.getByRole('radio', { name: nickname }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page
    .getByText(`${nickname} is connected`)
    .waitFor()
    .catch(async (e) => {
      await page.screenshot({ path: '/tmp/fail.png' })
      console.log(page.url())
      throw e
    })
}

/** What a person would choose: the next minute but one is at least a minute ahead. */
async function inOneMinute(page: Page): Promise<string> {
  return page.evaluate(() => {
    const time = new Date(Math.ceil(Date.now() / 60_000 + 1) * 60_000)
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  })
}

function countNavigations(page: Page): () => number {
  let count = 0
  page.on('load', () => count++)
  return () => count
}
