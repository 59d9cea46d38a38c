import type { Locator, Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { videoFile } from '../videos.ts'
import { provideProduct } from './provide-product.ts'
import { chooseAccount, chooseFile, choosePrivacy, compose, connect, submitButton } from './steps.ts'

const { openAsOwner, parts } = provideProduct()

afterEach(async () => {
  await parts().simulator.clearFaults()
})

test('a post that is published at once is watched from the first byte to its link', async () => {
  const visit = await openAsOwner()
  const { page, simulator } = visit
  await simulator.addFault({ endpoint: 'upload', delayMs: 1000 })
  const card = await publish(visit, 'Mara Bakes', { sizeBytes: 100_000_000 })

  const progress = card.getByRole('progressbar', { name: 'Upload for Mara Bakes' })
  await progress.waitFor()
  await card.getByText(/^(31|61) MB of 95 MB sent$/).waitFor()
  expect(Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
  await card.getByText('TikTok is processing it').waitFor()
  await card.getByText('Published', { exact: true }).waitFor()
  const link = card.getByRole('link', { name: 'Open it on TikTok' })
  expect(await link.getAttribute('href')).toMatch(/\/@mara\.bakes\/video\/\d+$/)
  await card.getByText('Publishing begins.').waitFor()
  await page.getByRole('heading', { level: 1, name: 'New drop' }).waitFor()
})

test('a post that TikTok refuses says why and what to do, and a second try publishes it once', async () => {
  const visit = await openAsOwner()
  await visit.simulator.addFault({ endpoint: 'processing', failReason: 'file_format_check_failed', times: 1 })
  const card = await publish(visit, 'Oak & Iron')
  await card.getByText('Failed', { exact: true }).waitFor()
  await card
    .getByRole('alert')
    .getByText(/^file_format_check_failed/)
    .waitFor()
  await card.getByRole('alert').getByText('TikTok does not take this file format. Use MP4').waitFor()

  await card.getByRole('button', { name: 'Try again' }).click()
  await card.getByText('Published', { exact: true }).waitFor()
  expect(await card.getByRole('alert').count()).toBe(0)
  expect(await postsOf('oakandiron')).toBe(1)
})

test('a post whose privacy is no longer offered waits for a person, and goes on when it is offered again', async () => {
  const visit = await openAsOwner()
  const { page, simulator } = visit
  await composeFor(visit, 'Lena Climbs')
  await page.getByRole('radio', { name: 'Schedule' }).check()
  await submitButton(page).click()
  const card = cardOf(page, 'Lena Climbs')
  await card.getByText('Scheduled', { exact: true }).waitFor()

  await simulator.changeCreator('lena.climbs', { isPrivate: true })
  await page.getByRole('button', { name: 'Publish now' }).click()
  await page.getByRole('alertdialog').getByText("By posting, you agree to TikTok's Music Usage Confirmation").waitFor()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Publish now' }).click()
  await card.getByText('Waits for you').waitFor()
  await card.getByText('Nothing is lost: it goes on once this is settled.').waitFor()
  await card.getByText('privacy_not_offered').first().waitFor()
  expect(await postsOf('lena.climbs')).toBe(0)

  await simulator.changeCreator('lena.climbs', { isPrivate: false })
  await card.getByRole('button', { name: 'Go on' }).click()
  await card.getByText('Published', { exact: true }).waitFor()
  expect(await postsOf('lena.climbs')).toBe(1)
})

test('what a creator no longer offers is chosen again on the post’s page, and the post goes on with it', async () => {
  const visit = await openAsOwner()
  const { page, simulator } = visit
  await composeFor(visit, 'Studio Inês')
  await page
    .getByRole('region', { name: /Choices/ })
    .getByRole('checkbox', { name: 'Comment' })
    .check()
  await simulator.changeCreator('studio_ines', { isPrivate: true, commentDisabled: true })
  await submitButton(page).click()
  const card = cardOf(page, 'Studio Inês')
  await card.getByText('Studio Inês can no longer post with the privacy “Everyone”.').first().waitFor()

  await card.getByRole('button', { name: 'Choose again' }).click()
  const dialog = page.getByRole('dialog', { name: 'Choose again for Studio Inês' })
  expect(await dialog.getByLabel('Who can see this video').inputValue()).toBe('')
  expect(await dialog.getByRole('checkbox', { name: 'Comment' }).isChecked()).toBe(false)
  const goOn = dialog.getByRole('button', { name: 'Go on with these choices' })
  expect(await goOn.getAttribute('aria-disabled')).toBe('true')
  await dialog.getByText("By posting, you agree to TikTok's Music Usage Confirmation").waitFor()
  await choosePrivacy(dialog, 'FOLLOWER_OF_CREATOR')
  await goOn.click()

  await card.getByText('Published', { exact: true }).waitFor()
  await card.getByText('Followers · no comments · no duets · no stitches').waitFor()
  expect((await simulator.posts()).filter(({ username }) => username === 'studio_ines')).toMatchObject([
    { privacyLevel: 'FOLLOWER_OF_CREATOR' },
  ])
})

test('a scheduled post can be moved to another time and cancelled, and then nothing is sent', async () => {
  const visit = await openAsOwner()
  const { page } = visit
  await composeFor(visit, 'Tiny Trains')
  await page.getByRole('radio', { name: 'Schedule' }).check()
  await submitButton(page).click()
  const card = cardOf(page, 'Tiny Trains')
  await card.getByText(/^Starts in (1 hour|\d\d minutes)/).waitFor()

  await page.getByRole('button', { name: 'Change time' }).click()
  const dialog = page.getByRole('dialog', { name: 'Schedule it for another time' })
  await dialog.getByLabel('Publish at').fill('2020-01-01T10:00')
  await dialog.getByText('Choose a time in the future.').waitFor()
  await dialog.getByLabel('Publish at').fill(await tomorrow(page))
  await dialog.getByRole('button', { name: 'Schedule', exact: true }).click()
  await card.getByText(/^Starts (tomorrow|in (23|24) hours)/).waitFor()

  await page.getByRole('button', { name: 'Cancel post' }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await card.getByText('Scheduled', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Cancel post' }).click()
  await page.getByRole('button', { name: 'Cancel the post' }).click()
  await card.getByText('Cancelled', { exact: true }).waitFor()
  expect(await page.getByRole('button', { name: /Publish now|Change time|Cancel/ }).count()).toBe(0)
  expect(await postsOf('tinytrains')).toBe(0)
})

test('a post that may be live is never sent again by itself: a person looks and says what they saw', async () => {
  const visit = await openAsOwner()
  await visit.simulator.addFault({ endpoint: 'upload', phase: 'after', status: 404 })
  await visit.simulator.addFault({ endpoint: 'status', status: 400, code: 'invalid_params' })
  await visit.simulator.addFault({ endpoint: 'webhook', isDropped: true })
  const card = await publish(visit, 'Night Kitchen')
  await card.getByText('Unconfirmed', { exact: true }).waitFor()
  await card.getByText(/^It may be live\. Clipdeck keeps asking TikTok/).waitFor()
  expect(await card.getByRole('button', { name: 'Try again' }).count()).toBe(0)

  await card.getByRole('button', { name: 'It is not there' }).click()
  await visit.page.getByText('trying again would make a second post').waitFor()
  await visit.page.getByRole('button', { name: 'Back' }).click()
  await card.getByRole('button', { name: 'It is live' }).click()
  await visit.page.getByRole('button', { name: 'Yes, it is live' }).click()
  await card.getByText('Published', { exact: true }).waitFor()
  await expect.poll(() => postsOf('nightkitchen'), { timeout: 20_000 }).toBe(1)
})

test('a post saved without publishing sends nothing, and is found among the drafts', async () => {
  const visit = await openAsOwner()
  const { page } = visit
  await composeFor(visit, 'Pixel Garden')
  await page.getByRole('button', { name: 'Save without publishing' }).click()
  const card = cardOf(page, 'Pixel Garden')
  await card.getByText('Nothing is sent to TikTok until you publish or schedule it.').waitFor()
  expect(await postsOf('pixelgarden')).toBe(0)

  await page.getByRole('link', { name: 'Posts' }).click()
  await page.getByRole('navigation', { name: 'Filter by status' }).getByRole('link', { name: 'Draft' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Pixel Garden' }).getByRole('link', { name: 'New drop' }).click()
  await card.getByText('Not scheduled').waitFor()
})

type Visit = Awaited<ReturnType<typeof openAsOwner>>

/** Everything is filled in; only the button is not pressed. */
async function composeFor({ page, product }: Visit, nickname: string, video: { sizeBytes?: number } = {}) {
  await connect(page, product.url, nickname)
  await compose(page, product.url)
  await chooseFile(page, await videoFile(video))
  await page.getByLabel('Caption', { exact: true }).fill('New drop')
  await choosePrivacy(await chooseAccount(page, nickname), 'PUBLIC_TO_EVERYONE')
  await page.getByText('Ready for TikTok').waitFor()
}

async function publish(visit: Visit, nickname: string, video: { sizeBytes?: number } = {}): Promise<Locator> {
  await composeFor(visit, nickname, video)
  await submitButton(visit.page).click()
  return cardOf(visit.page, nickname)
}

function cardOf(page: Page, nickname: string): Locator {
  return page.getByRole('article', { name: nickname })
}

async function postsOf(username: string): Promise<number> {
  return (await parts().simulator.posts()).filter((post) => post.username === username).length
}

async function tomorrow(page: Page): Promise<string> {
  return page.evaluate(() => {
    const time = new Date(Date.now() + 24 * 60 * 60_000)
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  })
}
