import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { authorizeByScript } from '#simulator/authorize-by-script.ts'
import { connectToEmbedded } from '../embedded-client.ts'
import { createHttpClient } from '../http-client.ts'
import { createPerson } from '../person.ts'
import { faultsOf, keepPicture } from './inspect-page.ts'
import { provideProduct } from './provide-product.ts'
import { accountCard, chooseCreator, OWNER } from './steps.ts'

const FLEET = 200
const LOOKS = [
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light', hasTouch: true },
  { name: 'desk-dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark', hasTouch: false },
  { name: 'desk-light', viewport: { width: 1280, height: 900 }, colorScheme: 'light', hasTouch: false },
] as const satisfies (BrowserContextOptions & { name: string })[]

const { openAsOwner, parts } = provideProduct()

/** The owner as a script. */
async function signInAsScript() {
  const { product } = parts()
  const client = createHttpClient(product.url)
  await client.send('POST', '/api/v1/auth/sign-in/email', OWNER)
  return createPerson({ client, simulator: { authorize: authorizeByScript }, url: product.url, email: OWNER.email })
}

async function mustLookRight(name: string, isShown: (page: Page) => Promise<unknown>): Promise<void> {
  for (const { name: look, ...options } of LOOKS) {
    const { page, product } = await openAsOwner(options)
    await page.goto(`${product.url}/accounts`)
    await isShown(page)
    await keepPicture(page, `fleet-${name}-${look}`)
    const connect = page.getByRole('button', { name: 'Connect a TikTok account' })
    expect(await faultsOf(page, connect), `${name}, ${look}`).toEqual([])
  }
}

test('one account is shown with its numbers, and comes up to date while somebody watches', async () => {
  const { page, product } = await openAsOwner()
  await page.goto(`${product.url}/accounts`)
  await page.getByRole('heading', { name: 'No account yet' }).waitFor()
  const owner = await signInAsScript()
  await owner.connect('mara.bakes')
  const row = accountCard(page, 'Mara Bakes')
  await row.getByText('0 of 15 posts today').waitFor()
  await row.getByText('Nothing published yet').waitFor()
  await row.getByText(/followers$/).waitFor()
  await row.locator('img').waitFor()
  expect(await row.locator('img').getAttribute('src')).toMatch(/^\/api\/v1\/accounts\/.+\/avatar\?v=/)
  expect(await page.getByRole('searchbox').count()).toBe(0)
  await mustLookRight('1', (each) => accountCard(each, 'Mara Bakes').locator('img').waitFor())
})

test('three accounts: one as it should be, one that lacks permissions, one that was disconnected', async () => {
  const { simulator } = parts()
  const owner = await signInAsScript()
  await owner.connect('oakandiron', ['user.info.basic', 'video.upload'])
  await owner.connect('lena.climbs')
  await simulator.revoke('lena.climbs')
  await mustLookRight('3', async (page) => {
    await accountCard(page, 'Lena Climbs').getByText('Disconnected', { exact: true }).waitFor()
    await accountCard(page, 'Oak & Iron').getByText('No permission to publish directly').waitFor()
  })
})

test('more permissions are granted by going through consent again', async () => {
  const { page, product } = await openAsOwner()
  await page.goto(`${product.url}/accounts`)
  const row = accountCard(page, 'Oak & Iron')
  await row.getByText('Handle not shared').waitFor()
  await row.getByRole('button', { name: 'Grant more' }).click()
  await chooseCreator(page, 'Oak & Iron')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByText('Oak & Iron is connected again').waitFor()
  await row.getByText('@oakandiron').waitFor()
  expect(await row.getByRole('button', { name: 'Grant more' }).count()).toBe(0)
})

test('a sync that fails is told with what to do, and the account stays connected', async () => {
  const { page, product, simulator, expectComplaint } = await openAsOwner()
  await page.goto(`${product.url}/accounts`)
  const row = accountCard(page, 'Mara Bakes')
  expectComplaint(/502 POST .*\/sync$/)
  await simulator.addFault({ endpoint: 'user_info', status: 500 })
  await row.getByRole('button', { name: 'Sync profile' }).click()
  await row.getByText('TikTok answered "internal_error" to a sync.').waitFor()
  await row.getByText('Connected', { exact: true }).waitFor()
  await simulator.clearFaults()
  await row.getByRole('button', { name: 'Sync profile' }).click()
  await row.getByText('TikTok answered "internal_error"').waitFor({ state: 'detached' })
})

test('200 accounts: found by status, permission and name, all of it in the address, and live', async () => {
  const { product, simulator } = parts()
  await using database = await connectToEmbedded(product.dataDir)
  await database.client.query(
    `insert into accounts (workspace_id, open_id, display_name, username, status, scopes, connected_at,
                           follower_count, last_error)
     select workspace_id, 'seeded-' || n, 'Seeded Creator ' || n, 'seeded_' || n,
            case when n % 20 = 0 then 'expired' when n % 33 = 0 then 'error' else 'active' end, scopes, now(), n * 977,
            case when n % 33 = 0 then '{"code":"refresh_answer_lost","detail":"TikTok’s answer to a refresh was lost.",
              "remedy":"Reconnect the account.","at":"2026-11-20T09:00:00.000Z"}'::jsonb end
     from accounts, generate_series(1, $1) as n where username = 'mara.bakes'`,
    [FLEET - 3],
  )
  await mustLookRight('200', (page) => page.getByText(`All ${FLEET}`).waitFor())

  const { page } = await openAsOwner()
  await page.goto(`${product.url}/accounts`)
  const rows = page.getByRole('list').getByRole('heading', { level: 2 })
  const names = () => rows.allTextContents()
  await page.getByRole('button', { name: 'Show 50 more of 150' }).click()
  await page.getByRole('button', { name: 'Show 50 more of 100' }).waitFor()
  expect(await names()).toHaveLength(100)

  await page.getByRole('link', { name: /^Disconnected 1$/ }).click()
  await page.waitForURL(/status=revoked/)
  // The address comes first, the list right behind it.
  await expect.poll(names, { timeout: 20_000 }).toEqual(['Lena Climbs'])
  await page.getByRole('link', { name: /^All 200$/ }).click()
  await page.getByRole('searchbox', { name: 'Search accounts' }).fill('creator 19')
  await page.waitForURL(/search=creator/)
  await page.getByRole('combobox', { name: 'Filter by permission' }).selectOption('directPost')
  await page.waitForURL(/permission=directPost/)
  await expect.poll(names, { timeout: 20_000 }).toContain('Seeded Creator 197')
  const found = await names()
  expect(found.every((name) => name.includes('Creator 19') || name === 'Seeded Creator 119')).toBe(true)

  await page.reload()
  await rows.first().waitFor()
  expect(await names()).toEqual(found)
  await page.getByRole('searchbox').fill('nobody at all')
  await page.getByRole('heading', { name: 'No account fits' }).waitFor()
  await page.getByRole('button', { name: 'Show all accounts' }).click()
  await page.waitForURL(/\/accounts$/)

  await page.getByRole('searchbox').fill('oak')
  const row = accountCard(page, 'Oak & Iron')
  await row.getByText('Connected', { exact: true }).waitFor()
  await simulator.revoke('oakandiron')
  await row.getByText('Disconnected', { exact: true }).waitFor()
  await row.getByRole('button', { name: 'Reconnect' }).click()
  await chooseCreator(page, 'Oak & Iron')
  await page.getByRole('button', { name: 'Authorize' }).click()
  await page.getByText('Oak & Iron is connected again').waitFor()
})
