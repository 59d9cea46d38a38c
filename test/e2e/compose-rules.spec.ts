import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { videoFile } from '../videos.ts'
import { provideProduct } from './provide-product.ts'
import { choicesFor, chooseAccount, chooseFile, choosePrivacy, compose, connect, submitButton } from './steps.ts'

// The rules are those of TikTok's page "content-sharing-guidelines", its texts to the letter.
const DISCLOSURE_INCOMPLETE = 'You need to indicate if your content promotes yourself, a third party, or both.'
const BRANDED_NOT_PRIVATE = 'Branded content visibility cannot be set to private.'

const FRIENDS = 'Friends (followers you follow back)'

const { openAsOwner } = provideProduct()

test('nothing is chosen for the creator: no privacy, no box, no disclosure', async () => {
  const { page, choices } = await composeFor('Mara Bakes')
  const privacy = choices.getByLabel('Who can see this video')
  expect(await privacy.inputValue()).toBe('')
  expect(await privacy.locator('option:not([hidden])').allInnerTexts()).toEqual(['Everyone', FRIENDS, 'Only me'])
  for (const name of ['Comment', 'Duet', 'Stitch', 'AI-generated content'])
    expect(await choices.getByRole('checkbox', { name }).isChecked()).toBe(false)
  expect(await choices.getByRole('switch', { name: 'Disclose video content' }).isChecked()).toBe(false)
  expect(await choices.getByText('Promotional content').count()).toBe(0)

  await chooseFile(page, await videoFile())
  await page.getByText('Ready for TikTok').waitFor()
  await page.getByText('Mara Bakes: Choose who can see the video.').waitFor()
  await mustBeBlocked(page, 'Choose who can see the video.')
  await choosePrivacy(choices, 'SELF_ONLY')
  await mustBeReady(page)
})

test('a creator without comments gets that box greyed out, with the reason', async () => {
  const { page, choices } = await composeFor('No Comment')
  await mustBeGrey(page, choices.getByRole('checkbox', { name: 'Comment' }))
  expect(await choices.getByRole('checkbox', { name: 'Duet' }).isDisabled()).toBe(false)
  await choices.getByText('Comment: turned off in this creator’s TikTok settings.').waitFor()
})

test('a creator without duets and stitches gets both boxes greyed out', async () => {
  const { page, choices } = await composeFor('Solo Sam')
  await mustBeGrey(page, choices.getByRole('checkbox', { name: 'Duet' }))
  await mustBeGrey(page, choices.getByRole('checkbox', { name: 'Stitch' }))
  expect(await choices.getByRole('checkbox', { name: 'Comment' }).isDisabled()).toBe(false)
})

test('a private account is offered its followers, and never the public', async () => {
  const { choices } = await composeFor('Private Paula')
  const options = choices.getByLabel('Who can see this video').locator('option:not([hidden])')
  expect(await options.allInnerTexts()).toEqual(['Followers', FRIENDS, 'Only me'])
})

test('a disclosure must say whom it promotes, and its label is in TikTok’s words', async () => {
  const { page, choices } = await composeFor('Oak & Iron')
  await chooseFile(page, await videoFile())
  await page.getByText('Ready for TikTok').waitFor()
  await choosePrivacy(choices, 'PUBLIC_TO_EVERYONE')
  await mustBeReady(page)

  await choices.getByRole('switch', { name: 'Disclose video content' }).check()
  await mustBeBlocked(page, DISCLOSURE_INCOMPLETE)

  await choices.getByRole('checkbox', { name: 'Your brand' }).check()
  await choices.getByText("Your photo/video will be labeled as 'Promotional content'", { exact: true }).waitFor()
  expect(await consent(page)).toBe("By posting, you agree to TikTok's Music Usage Confirmation")
  await mustBeReady(page)

  await choices.getByRole('checkbox', { name: 'Branded content' }).check()
  await choices.getByText("Your photo/video will be labeled as 'Paid partnership'", { exact: true }).waitFor()
  expect(await consent(page)).toBe(
    "By posting, you agree to TikTok's Branded Content Policy and Music Usage Confirmation",
  )
  await choices.getByRole('checkbox', { name: 'Your brand' }).uncheck()
  await choices.getByText("Your photo/video will be labeled as 'Paid partnership'", { exact: true }).waitFor()
  await mustBeReady(page)
})

test('branded content cannot be for the creator alone, whichever is chosen first', async () => {
  const { page, choices } = await composeFor('Lena Climbs')
  const branded = choices.getByRole('checkbox', { name: 'Branded content' })
  await choices.getByRole('switch', { name: 'Disclose video content' }).check()
  await branded.check()
  const onlyMe = choices.getByRole('option', { name: 'Only me' })
  expect(await onlyMe.isDisabled()).toBe(true)
  expect(await onlyMe.getAttribute('title')).toBe(BRANDED_NOT_PRIVATE)
  await choices.getByText(BRANDED_NOT_PRIVATE).waitFor()

  await branded.uncheck()
  await choosePrivacy(choices, 'SELF_ONLY')
  expect(await branded.isDisabled()).toBe(true)
  await choices.getByText(BRANDED_NOT_PRIVATE).waitFor()
  await mustBeGrey(page, branded)
})

test('a creator who cannot post now stops the post, and the reason is there', async () => {
  const { page, choices } = await composeFor('Banned Bob')
  await choices.getByText('This account cannot post right now').waitFor()
  await choices.getByText('TikTok has banned this creator from posting. Settle it in the TikTok app').waitFor()
  await chooseFile(page, await videoFile())
  await page.getByText('Ready for TikTok').waitFor()
  await mustBeBlocked(page, 'It cannot post right now. Try again later.')
})

test('a video longer than the creator may post is blocked with both lengths', async () => {
  const { page, choices } = await composeFor('Minute Max')
  await choosePrivacy(choices, 'PUBLIC_TO_EVERYONE')
  await chooseFile(page, await videoFile({ seconds: 65 }))
  await page.getByText('Ready for TikTok').waitFor({ timeout: 60_000 })
  await mustBeBlocked(page, 'The video is 1:05 long; this creator may post at most 1:00.')
})

test('a caption of 2,201 characters is counted and refused, never cut', async () => {
  const { page, choices } = await composeFor('Tiny Trains')
  await choosePrivacy(choices, 'PUBLIC_TO_EVERYONE')
  await chooseFile(page, await videoFile())
  await page.getByText('Ready for TikTok').waitFor()
  const caption = page.getByLabel('Caption', { exact: true })
  await caption.fill('x'.repeat(2201))
  await page.getByText('2201 / 2200').waitFor()
  await page.getByText('1 too many. Shorten it: TikTok takes at most 2200.').waitFor()
  expect(await caption.inputValue()).toHaveLength(2201)
  await mustBeBlocked(page, 'The caption has 2201 characters; TikTok takes at most 2200.')
  await caption.fill('x'.repeat(2200))
  await mustBeReady(page)
})

test('a text file that is called a video is refused where the file was chosen', async () => {
  const { page, expectComplaint } = await composeFor('Night Kitchen')
  expectComplaint(/400 PATCH .*\/uploads\//)
  await chooseFile(page, fileWith('notes.mp4', 'This is not a film.\n'.repeat(100)))
  const video = page.getByRole('region', { name: 'Video' })
  await video.getByText('notes.mp4 cannot be used').waitFor()
})

test('an empty file is refused before anything is sent', async () => {
  const { page } = await composeFor('Pixel Garden')
  await chooseFile(page, fileWith('nothing.mp4', ''))
  const video = page.getByRole('region', { name: 'Video' })
  await video.getByText('The file is empty').waitFor()
  await video.getByText('“nothing.mp4” has no content.').waitFor()
  await page.getByText('Choose a video or photos.').waitFor()
})

test('an upload can be cancelled, at the server too, and another file chosen', async () => {
  const { page } = await composeFor('Nordsee Surf')
  await slowDown(page)
  await chooseFile(page, await videoFile({ sizeBytes: 20_000_000 }))
  await page.getByRole('progressbar', { name: 'Upload to Clipdeck' }).waitFor()
  await mustBeBlocked(page, 'Wait until the video is uploaded.')
  const calledOff = page.waitForResponse((response) => response.request().method() === 'DELETE')
  await page.getByRole('button', { name: 'Cancel upload' }).click()
  await page.getByText('Choose a video or photos.').waitFor()
  expect((await calledOff).status()).toBe(204)
  await chooseFile(page, await videoFile())
  await page.getByText('Ready for TikTok').waitFor()
})

test('an upload whose connection breaks goes on by itself from where it was', async () => {
  const { page, expectComplaint } = await composeFor('Velo Vera')
  // Chromium may send the whole request once more by itself; then it is not where the upload has come to.
  expectComplaint(/(409|ERR_CONNECTION_RESET) PATCH/)
  await slowDown(page)
  const begun = page.waitForResponse((response) => response.status() === 201)
  const goesOn = page.waitForRequest((request) => Number(request.headers()['upload-offset'] ?? 0) > 0)
  await chooseFile(page, await videoFile({ sizeBytes: 5_000_000 }))
  const upload = new URL((await begun).headers().location ?? '', page.url()).href
  const progress = page.getByRole('progressbar', { name: 'Upload to Clipdeck' })
  await progress.and(page.locator('[aria-valuenow]:not([aria-valuenow="0"])')).waitFor()
  // The server lets go of the connection that has the upload.
  await page.request.head(upload, { headers: { 'tus-resumable': '1.0.0' } })
  await goesOn
  await page.getByText('Ready for TikTok').waitFor()
})

function fileWith(name: string, content: string): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'video/mp4', buffer: Buffer.from(content) }
}

async function composeFor(nickname: string) {
  const visit = await openAsOwner()
  const { page, product } = visit
  await connect(page, product.url, nickname)
  await compose(page, product.url)
  const choices = await chooseAccount(page, nickname)
  await choicesFor(page, nickname).getByText('Asking TikTok').waitFor({ state: 'detached' })
  return { ...visit, choices }
}

/** The button stays reachable, does nothing, and says on hover why. */
async function mustBeBlocked(page: Page, reason: string): Promise<void> {
  const button = submitButton(page)
  expect(await button.getAttribute('aria-disabled')).toBe('true')
  await page.mouse.move(0, 0)
  await button.hover()
  await page.getByRole('tooltip', { name: reason }).waitFor()
  await button.click({ force: true })
  expect(new URL(page.url()).pathname).toBe('/compose')
}

async function mustBeReady(page: Page): Promise<void> {
  await submitButton(page).and(page.locator(':not([aria-disabled])')).waitFor()
}

async function mustBeGrey(page: Page, box: Locator): Promise<void> {
  expect(await box.isDisabled()).toBe(true)
  await page.mouse.move(0, 0)
  await box.hover({ force: true })
  await page.getByRole('tooltip').waitFor()
}

function consent(page: Page): Promise<string> {
  return page.getByRole('region', { name: 'Publish' }).getByText('By posting').innerText()
}

/** So slow that a person sees the upload. */
async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 1_000_000,
  })
}
