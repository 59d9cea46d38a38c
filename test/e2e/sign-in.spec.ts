import { expect, test } from 'vitest'
import { provideProduct } from './provide-product.ts'
import { OWNER, signIn } from './steps.ts'

const { openAsStranger } = provideProduct()

test('a wrong password is refused in words that do not tell which of the two was wrong', async () => {
  const { page, product, expectComplaint } = await openAsStranger()
  expectComplaint(/401 /)
  await page.goto(`${product.url}/sign-in`)
  for (const wrong of [{ password: 'wrong horse battery' }, { email: 'nobody@example.com' }]) {
    await signIn(page, { ...OWNER, ...wrong })
    const refusal = page.getByRole('alert').filter({ hasText: 'Invalid email or password' })
    await refusal.getByText('Check the e-mail address and the password.').waitFor()
    await page.reload()
  }
})

test('somebody who comes for a page signs in and lands on that page', async () => {
  const { page, product, expectComplaint } = await openAsStranger()
  expectComplaint(/401 GET .*\/api\/v1\/me$/)
  await page.goto(`${product.url}/settings`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await signIn(page, OWNER)
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  await page.getByText(`${OWNER.name}, ${OWNER.email}`).waitFor()
  await page.getByText('owner', { exact: true }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/settings')
})

test('what the owner sets is saved as soon as it is chosen', async () => {
  const { page, product, expectComplaint } = await openAsStranger()
  expectComplaint(/401 GET .*\/api\/v1\/me$/)
  await page.goto(`${product.url}/settings`)
  await signIn(page, OWNER)
  const late = page.getByLabel('How late may a post go out?')
  await page.getByText('Up to 12 hours').waitFor({ state: 'attached' })
  expect(await late.inputValue()).toBe('720')
  await late.selectOption('Up to 1 day')
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.reload()
  await page.getByText('Up to 1 day').waitFor({ state: 'attached' })
  expect(await late.inputValue()).toBe('1440')
})

test('after signing out nothing of the workspace can be seen', async () => {
  const { page, product, expectComplaint } = await openAsStranger()
  expectComplaint(/401 GET .*\/api\/v1\/me$/)
  await page.goto(`${product.url}/sign-in`)
  await signIn(page, OWNER)
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto(`${product.url}/accounts`)
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('a second person cannot sign up without an invitation, and is told so', async () => {
  const { page, product } = await openAsStranger()
  await page.goto(`${product.url}/sign-up`)
  await page.getByText('New people join by invitation from somebody who is in already.').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  const refusal = await page.request.post(`${product.url}/api/v1/auth/sign-up/email`, {
    data: { name: 'Eve', email: 'eve@example.com', password: 'correct horse battery' },
  })
  expect(refusal.status()).toBe(403)
  expect(await refusal.json()).toMatchObject({
    code: 'signups_closed',
    detail: 'Sign-up here is by invitation.',
    remedy: expect.stringContaining('Ask a member of the workspace for an invitation'),
  })
})
