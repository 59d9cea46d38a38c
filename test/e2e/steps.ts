import type { Locator, Page } from 'playwright-core'

export const OWNER = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }

/** The first visitor of a fresh product becomes its owner. */
export async function signUp(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.getByRole('heading', { name: 'Create the first workspace' }).waitFor()
  await page.getByLabel('Your name').fill(OWNER.name)
  await page.getByLabel('Email').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Create the workspace' }).click()
  await page.getByRole('heading', { name: 'Accounts' }).waitFor()
}

export async function signIn(page: Page, { email, password }: Pick<typeof OWNER, 'email' | 'password'>): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** From the accounts page to TikTok's consent page of a creator. */
export async function leaveForConsent(page: Page, nickname: string): Promise<void> {
  await page.getByRole('button', { name: 'Connect a TikTok account' }).click()
  await chooseCreator(page, nickname)
}

/** On TikTok's side: who the browser is there. */
export async function chooseCreator(page: Page, nickname: string): Promise<void> {
  await page.getByRole('radio', { name: nickname }).check()
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Connects a creator through TikTok's consent page. */
export async function connect(page: Page, url: string, nickname: string): Promise<void> {
  await page.goto(`${url}/accounts`)
  await leaveForConsent(page, nickname)
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByText(`${nickname} is connected`).waitFor()
}

export function accountCard(page: Page, nickname: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: nickname }) })
}

/** An empty composer. */
export async function compose(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/compose`)
  await page.getByRole('heading', { name: 'New post' }).waitFor()
}

/** One file, or several. */
export async function chooseFile(page: Page, file: Parameters<Locator['setInputFiles']>[0]): Promise<void> {
  await page.getByLabel('Choose a video or photos').setInputFiles(file)
}

/** Puts an account on the post, and gives the part of the page with its choices. */
export async function chooseAccount(page: Page, nickname: string): Promise<Locator> {
  await accountOption(page, nickname).check()
  return choicesFor(page, nickname)
}

export function accountOption(page: Page, nickname: string): Locator {
  return page.getByRole('region', { name: 'Accounts' }).getByRole('checkbox', { name: nickname })
}

export function choicesFor(page: Page, nickname: string): Locator {
  return page.getByRole('region', { name: `Choices for ${nickname}` })
}

export async function choosePrivacy(choices: Locator, level: string): Promise<void> {
  await choices.getByLabel('Who can see this video').selectOption(level)
}

/** The button that gives the consent, whatever it says it will do. */
export function submitButton(page: Page): Locator {
  return page.getByRole('region', { name: 'Publish' }).getByRole('button', { name: /^(Publish|Schedule|Send)/ })
}
