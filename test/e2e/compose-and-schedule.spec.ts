import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sha256Of, videoFile } from '../videos.ts'
import { provideProduct } from './provide-product.ts'
import { chooseAccount, chooseFile, choosePrivacy, connect, signUp, submitButton } from './steps.ts'

const CREATORS = [
  { nickname: 'Mara Bakes', username: 'mara.bakes' },
  { nickname: 'Oak & Iron', username: 'oakandiron' },
  { nickname: 'Lena Climbs', username: 'lena.climbs' },
]

const { openAsFirst } = provideProduct()

test('somebody new connects three creators, schedules one video for them, and watches it go out', {
  timeout: 300_000,
}, async () => {
  const { page, product, simulator } = await openAsFirst()
  await signUp(page, product.url)
  for (const { nickname } of CREATORS) await connect(page, product.url, nickname)

  const path = await videoFile({ sizeBytes: 200_000_000 })
  await page.getByRole('link', { name: 'New post' }).click()
  await chooseFile(page, path)
  await page.getByLabel('Caption').fill('New drop #acme')
  for (const { nickname } of CREATORS) await choosePrivacy(await chooseAccount(page, nickname), 'PUBLIC_TO_EVERYONE')
  await page.getByText('Ready for TikTok').waitFor({ timeout: 60_000 })
  await page.getByRole('radio', { name: 'Schedule' }).check()
  await page.getByLabel('Publish at').fill(await nextMinute(page))
  await submitButton(page).click()

  await page.waitForURL(/\/posts\/[0-9a-f-]{36}$/, { timeout: 60_000 })
  const reloads = countNavigations(page)
  const links = page.getByRole('link', { name: 'Open it on TikTok' })
  await links.nth(CREATORS.length - 1).waitFor({ timeout: 150_000 })
  expect(reloads()).toBe(0)

  const received = await simulator.posts()
  expect(received.map(({ username }) => username).sort()).toEqual(CREATORS.map(({ username }) => username).sort())
  const sha256 = await sha256Of(path)
  for (const post of received) expect(post).toMatchObject({ sha256, caption: 'New drop #acme' })

  const video = await page.context().newPage()
  await video.goto((await links.first().getAttribute('href')) ?? '')
  await video.locator('video').waitFor()
})

/** The soonest minute that a person can still choose in peace. */
async function nextMinute(page: Page): Promise<string> {
  return page.evaluate(() => {
    const time = new Date(Math.ceil((Date.now() + 20_000) / 60_000) * 60_000)
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  })
}

function countNavigations(page: Page): () => number {
  let count = 0
  page.on('load', () => count++)
  return () => count
}
