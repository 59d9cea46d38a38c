import { expect, test } from 'vitest'
import { faultsOf } from './inspect-page.ts'
import { provideProduct } from './provide-product.ts'
import { accountCard, chooseCreator } from './steps.ts'

const { openAsOwner, openAsStranger } = provideProduct()
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const, hasTouch: true, isMobile: true }

/** Makes a link in the dialog, and gives its address. */
async function makeLink({ page, product }: Awaited<ReturnType<typeof openAsOwner>>, label: string): Promise<string> {
  await page.goto(`${product.url}/accounts`)
  await page.getByRole('button', { name: 'Invite a creator' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite a creator' })
  await dialog.getByLabel('Who is it for?').fill(label)
  await dialog.getByLabel('The link is good for').selectOption('1 day')
  await dialog.getByRole('button', { name: 'Make the link' }).click()
  await dialog.getByText('It is shown only now.').waitFor()
  const url = await dialog.getByText(`${product.url}/connect/`).innerText()
  await dialog.getByRole('button', { name: 'Done' }).click()
  return url
}

test('a creator connects an account by a link on the phone, and the workspace sees it at once', async () => {
  const owner = await openAsOwner()
  const url = await makeLink(owner, 'Mara, summer')
  const invitations = owner.page.getByRole('region', { name: 'Invitations' })
  await invitations.getByText('1 link is open').click()
  await invitations.getByText('Mara, summer').waitFor()
  await invitations.getByText('Open', { exact: true }).waitFor()

  const { page, expectComplaint } = await openAsStranger(PHONE)
  await page.goto(url)
  await page.getByRole('heading', { name: 'Connect your TikTok account' }).waitFor()
  await page.getByText('Ada invites you to connect it to Ada').waitFor()
  await page.getByText('Publish videos and photos on your profile').waitFor()
  await page.getByText('You can take it back at any time').waitFor()
  expect(await faultsOf(page, page.getByRole('link', { name: 'Continue to TikTok' }))).toEqual([])

  await page.getByRole('link', { name: 'Continue to TikTok' }).click()
  await chooseCreator(page, 'Mara Bakes')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('You did not allow it').waitFor()

  expectComplaint(/^410 GET .*\/api\/v1\/connect\//)
  await page.getByRole('link', { name: 'Continue to TikTok' }).click()
  await chooseCreator(page, 'Mara Bakes')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByRole('heading', { name: 'Your account is connected' }).waitFor()

  await accountCard(owner.page, 'Mara Bakes').waitFor()
  await invitations.getByText('No link is open').waitFor()
  await invitations.getByText('Mara Bakes was connected').waitFor()

  await page.goto(url)
  await page.getByRole('heading', { name: 'This link was used' }).waitFor()
})

test('a link that is taken back says so to whoever opens it', async () => {
  const owner = await openAsOwner()
  const url = await makeLink(owner, 'The wrong person')
  await owner.page.getByText('1 link is open').click()
  const row = owner.page.getByRole('listitem').filter({ hasText: 'The wrong person' })
  await row.getByRole('button', { name: 'Take back' }).click()
  await owner.page.getByRole('alertdialog').getByRole('button', { name: 'Take it back' }).click()
  await row.getByText('Taken back', { exact: true }).waitFor()
  expect(await row.getByRole('button').count()).toBe(0)

  const { page, expectComplaint } = await openAsStranger(PHONE)
  expectComplaint(/^410 GET .*\/api\/v1\/connect\//)
  await page.goto(url)
  await page.getByRole('heading', { name: 'This link was taken back' }).waitFor()
  expect(await page.getByRole('link', { name: 'Continue to TikTok' }).count()).toBe(0)
})

test('an address with a part missing, and a return in another browser, say what to do', async () => {
  const { page, product, expectComplaint } = await openAsStranger()
  expectComplaint(/^404 GET .*\/api\/v1\/connect\//)
  await page.goto(`${product.url}/connect/not-the-whole-link`)
  await page.getByRole('heading', { name: 'There is no such link' }).waitFor()
  await page.goto(`${product.url}/connect?error=session_ended`)
  await page.getByText('You came back in another browser').waitFor()
})
