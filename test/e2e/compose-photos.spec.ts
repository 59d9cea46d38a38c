import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { makeVideo } from '../fixtures/make-video.ts'
import { photoFile } from './photo-file.ts'
import { provideProduct } from './provide-product.ts'
import { chooseAccount, chooseFile, compose, connect, submitButton } from './steps.ts'

const { openAsOwner } = provideProduct()

test('three photos, one of them a PNG that is too wide, are put in order and published as a carousel', async () => {
  const { page, simulator } = await composeFor('Mara Bakes')
  await chooseFile(page, [
    await photoFile('one.jpg'),
    await photoFile('two.jpg'),
    await photoFile('wide.png', { width: 1400 }),
  ])
  await page.getByText('3. wide.png').waitFor()

  await page.getByRole('button', { name: 'Move wide.png earlier' }).click()
  await page.getByRole('button', { name: 'Move wide.png earlier' }).press('Enter')
  expect(await order(page)).toEqual(['wide.png', 'one.jpg', 'two.jpg'])
  await tile(page, 'two.jpg').dragTo(tile(page, 'one.jpg'))
  expect(await order(page)).toEqual(['wide.png', 'two.jpg', 'one.jpg'])
  await page.getByRole('button', { name: 'Make two.jpg the cover' }).click()

  await page.getByLabel('Title', { exact: true }).fill('Autumn bread')
  await page.getByLabel('Description', { exact: true }).fill('Three of them #acme')
  const choices = await chooseAccount(page, 'Mara Bakes')
  await choices.getByLabel('Who can see these photos').selectOption('PUBLIC_TO_EVERYONE')
  for (const name of ['Duet', 'Stitch']) expect(await choices.getByRole('checkbox', { name }).count()).toBe(0)
  expect(await choices.getByRole('checkbox', { name: 'Let TikTok add music' }).isChecked()).toBe(false)
  await submitButton(page).click()

  await page.getByText('TikTok published it.').waitFor({ timeout: 60_000 })
  const [post] = await simulator.posts()
  expect(post).toMatchObject({ kind: 'photo', caption: 'Autumn bread', description: 'Three of them #acme' })
  expect(post?.files).toHaveLength(3)
  const carousel = page.getByRole('region', { name: 'The photos of this post' })
  expect(await carousel.getByRole('listitem').filter({ hasText: 'Cover' }).getByRole('img').getAttribute('alt')).toBe(
    '2 of 3',
  )
})

test('two photos become a slideshow, which is published as a video', async () => {
  const { page, simulator } = await composeFor('Oak & Iron')
  await chooseFile(page, [await photoFile('one.jpg'), await photoFile('two.jpg')])
  await page.getByRole('button', { name: 'Make a slideshow video instead' }).click()
  await page.getByRole('slider', { name: 'Time per photo' }).press('ArrowLeft')
  await page.getByText('2 × 2.5 s = 0:05').waitFor()
  await page.getByRole('button', { name: 'Make the slideshow' }).click()

  const video = page.getByRole('region', { name: 'Video' })
  await video.getByText('1080 × 1920').waitFor({ timeout: 60_000 })
  await video.getByText('Ready for TikTok').waitFor()
  await video.getByRole('button', { name: 'Back to the photos' }).waitFor()
  await video.getByRole('button', { name: 'Cover First frame' }).click()
  await video.getByRole('radio', { name: 'Frame at 0:02.5' }).click()
  await video.getByRole('button', { name: 'Cover Frame at 0:02.5' }).waitFor()
  const choices = await chooseAccount(page, 'Oak & Iron')
  await choices.getByLabel('Who can see this video').selectOption('PUBLIC_TO_EVERYONE')
  await submitButton(page).click()

  await page.getByText('Slideshow of 2 photos').waitFor()
  await page.getByText('TikTok published it.').waitFor({ timeout: 60_000 })
  expect(await simulator.posts()).toContainEqual(expect.objectContaining({ kind: 'video', username: 'oakandiron' }))
})

test('a video that TikTok would refuse is fixed with one click', async () => {
  const { page } = await composeFor('Tiny Trains')
  await using folder = await mkdtempDisposable(join(tmpdir(), 'clipdeck-small-'))
  const path = join(folder.path, 'small.mp4')
  await makeVideo({ path, seconds: 4, width: 320, height: 240, frameRate: 15 })
  await chooseFile(page, path)
  const video = page.getByRole('region', { name: 'Video' })
  await page.getByText('TikTok would refuse this video.').waitFor()
  await video.getByRole('button', { name: 'Fix it' }).click()
  await video.getByText('Ready for TikTok').waitFor({ timeout: 60_000 })
  await page.getByText('TikTok would refuse this video.').waitFor({ state: 'detached' })
})

async function composeFor(nickname: string) {
  const visit = await openAsOwner()
  await connect(visit.page, visit.product.url, nickname)
  await compose(visit.page, visit.product.url)
  return visit
}

function tile(page: Page, name: string): Locator {
  return page.getByRole('region', { name: 'Photos' }).getByRole('listitem', { name })
}

/** The names of the photos as they stand. */
async function order(page: Page): Promise<string[]> {
  const tiles = await page.getByRole('listitem', { name: /^Photo \d of/ }).all()
  const labels = await Promise.all(tiles.map((each) => each.getAttribute('aria-label')))
  return labels.map((label) => label?.split(': ')[1] ?? '')
}
