import { expect, test } from 'vitest'
import { provideProduct } from './provide-product.ts'
import { accountCard, accountOption, chooseCreator, compose, connect, leaveForConsent } from './steps.ts'

const { openAsOwner } = provideProduct()

test('a creator who says no changes nothing, and the person reads so', async () => {
  const { page, product } = await openAsOwner()
  await page.goto(`${product.url}/accounts`)
  await leaveForConsent(page, 'Mara Bakes')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('The connection was not allowed').waitFor()
  await page.getByText('Nothing was changed.').waitFor()
  await page.getByRole('heading', { name: 'No account yet' }).waitFor()

  await page.getByRole('button', { name: 'Dismiss' }).click()
  await page.getByText('The connection was not allowed').waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toBe('')
})

test('a creator whom the sandbox does not know is refused with what to do', async () => {
  const { page, product } = await openAsOwner()
  await page.goto(`${product.url}/accounts`)
  await leaveForConsent(page, 'Outside Otto')
  await page.getByText('This account may not use the sandbox app').waitFor()
  await page.getByText('Add it as a target user of the sandbox').waitFor()
  await page.getByRole('heading', { name: 'No account yet' }).waitFor()
})

test('the same creator again is one account, and the person learns how to add another', async () => {
  const { page, product } = await openAsOwner()
  await connect(page, product.url, 'Mara Bakes')
  await leaveForConsent(page, 'Mara Bakes')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByText('Mara Bakes came back: it was connected already').waitFor()
  await page.getByText('Switch accounts on its page, or use a private window.').waitFor()
  expect(await accountCard(page, 'Mara Bakes').count()).toBe(1)
})

test('a permission that was not given is shown as missing, and a reconnect brings it', async () => {
  const { page, product } = await openAsOwner()
  await page.goto(`${product.url}/accounts`)
  await leaveForConsent(page, 'Oak & Iron')
  await page.getByRole('checkbox', { name: 'video.publish' }).uncheck()
  await page.getByRole('checkbox', { name: 'video.list' }).uncheck()
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByText('Oak & Iron is connected').waitFor()

  const card = accountCard(page, 'Oak & Iron')
  await card.getByText('No permission to publish directly or see its videos.').waitFor()
  await card.getByText('Send drafts').waitFor()

  await card.getByRole('button', { name: 'Grant more' }).click()
  await chooseCreator(page, 'Oak & Iron')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByText('Oak & Iron is connected again').waitFor()
  await card.getByText('Publish directly').waitFor()
  expect(await card.getByText('No permission').count()).toBe(0)
})

test('a reconnect that comes back with another creator says whose permission was given', async () => {
  const { page, product, simulator } = await openAsOwner()
  await connect(page, product.url, 'Tiny Trains')
  await simulator.revoke('tinytrains')
  await accountCard(page, 'Tiny Trains').getByRole('button', { name: 'Reconnect' }).click()
  await chooseCreator(page, 'Night Kitchen')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByText('Night Kitchen came back, not Tiny Trains').waitFor()
})

test('a disconnected account is kept with its history, takes no posts, and comes back as the same account', async () => {
  const { page, product, simulator } = await openAsOwner()
  await connect(page, product.url, 'Lena Climbs')
  const card = accountCard(page, 'Lena Climbs')

  await card.getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('button', { name: 'Keep it connected' }).click()
  await card.getByText('Connected', { exact: true }).waitFor()

  await card.getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
  await card.getByText('Disconnected', { exact: true }).waitFor()
  await card.getByText('Its posts wait until it is reconnected.').waitFor()
  expect((await simulator.creator('lena.climbs')).isConnected).toBe(false)

  await compose(page, product.url)
  const option = accountOption(page, 'Lena Climbs')
  await option.getByText('Reconnect it first').waitFor()
  expect(await option.isDisabled()).toBe(true)

  await page.goto(`${product.url}/accounts`)
  await card.getByRole('button', { name: 'Reconnect' }).click()
  await chooseCreator(page, 'Lena Climbs')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByText('Lena Climbs is connected again').waitFor()
  expect(await card.count()).toBe(1)
  await card.getByText('Connected', { exact: true }).waitFor()
})

test('a permission taken back in the TikTok app is seen without a reload', async () => {
  const { page, product, simulator } = await openAsOwner()
  await connect(page, product.url, 'Pixel Garden')
  const card = accountCard(page, 'Pixel Garden')
  await card.getByText('Connected', { exact: true }).waitFor()
  await simulator.revoke('pixelgarden')
  await card.getByText('Disconnected', { exact: true }).waitFor()
  await card.getByRole('button', { name: 'Reconnect' }).waitFor()
})

test('a profile is synced on demand, and a person reads what went wrong when TikTok does not answer', async () => {
  const { page, product, simulator, expectComplaint } = await openAsOwner()
  await connect(page, product.url, 'Studio Inês')
  const card = accountCard(page, 'Studio Inês')
  await card.getByRole('button', { name: 'Sync profile' }).click()
  await page.getByText('Studio Inês is up to date').first().waitFor()

  expectComplaint(/50\d POST .*\/sync$/)
  await simulator.addFault({ endpoint: 'user_info', status: 500 })
  await card.getByRole('button', { name: 'Sync profile' }).click()
  await page.getByText('TikTok refused the request').first().waitFor()
  await page
    .getByText(/TikTok answered "internal_error"/)
    .first()
    .waitFor()
  await simulator.clearFaults()
})
