import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { authorizeByScript } from '#simulator/authorize-by-script.ts'
import { createHttpClient } from '../http-client.ts'
import { createPerson, directTarget, videoPost } from '../person.ts'
import { videoFile } from '../videos.ts'
import { faultsOf, keepPicture } from './inspect-page.ts'
import { photoFile } from './photo-file.ts'
import { provideProduct } from './provide-product.ts'
import { chooseAccount, chooseFile, choosePrivacy, compose, OWNER, submitButton } from './steps.ts'

const LOOKS = [
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light', hasTouch: true },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark', hasTouch: true },
  { name: 'desk-light', width: 1280, height: 900, colorScheme: 'light', hasTouch: false },
  { name: 'desk-dark', width: 1280, height: 900, colorScheme: 'dark', hasTouch: false },
] as const
type Look = (typeof LOOKS)[number]
/** Each width and each scheme once. */
const FEW_LOOKS = LOOKS.filter(({ name }) => name === 'phone-dark' || name === 'desk-light')

const LONG_CAPTION = `Sauerteigbrot ${'#verylonghashtagwithoutanyspace'.repeat(8)}`

const { openAsFirst, openAsStranger, openAsOwner, parts } = provideProduct()

test('the page of the very first visitor', async () => {
  for (const look of LOOKS) {
    const { page, product, expectComplaint } = await openAsFirst(optionsOf(look))
    expectComplaint(/401 GET .*\/api\/v1\/me$/)
    await page.goto(product.url)
    await page.getByRole('heading', { name: 'Create the first workspace' }).waitFor()
    await mustLookRight(page, look, 'sign-up', page.getByRole('button', { name: 'Create the workspace' }))
  }
})

test('the pages of somebody who is not signed in', async () => {
  for (const look of LOOKS) {
    const { page, product, expectComplaint } = await openAsStranger(optionsOf(look))
    expectComplaint(/40[14] GET /)
    await page.goto(`${product.url}/sign-in`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await mustLookRight(page, look, 'sign-in', page.getByRole('button', { name: 'Sign in' }))
    await page.goto(`${product.url}/no-such-page`)
    await page.getByText('There is no such page').waitFor()
    await mustLookRight(page, look, 'not-found', page.getByRole('link', { name: 'Go to the posts' }))
  }
})

test('the pages of a fresh workspace', async () => {
  for (const look of LOOKS) {
    const { page, product } = await openAsOwner(optionsOf(look))
    await page.goto(`${product.url}/posts`)
    await page.getByRole('heading', { name: 'No post yet' }).waitFor()
    await mustLookRight(page, look, 'posts-empty', page.getByRole('link', { name: 'Write the first post' }))
    await page.goto(`${product.url}/accounts`)
    const connect = page.getByRole('button', { name: 'Connect a TikTok account' })
    await page.getByRole('heading', { name: 'No account yet' }).waitFor()
    await mustLookRight(page, look, 'accounts-empty', connect)
    await page.goto(`${product.url}/compose`)
    await page
      .getByRole('main')
      .getByRole('link', { name: /account/i })
      .waitFor()
    await mustLookRight(page, look, 'compose-empty', page.getByRole('main').getByRole('link', { name: /account/i }))
  }
})

test('the pages of a workspace at work', async () => {
  const { postId, draftId } = await fillWorkspace()
  for (const look of LOOKS) {
    const { page, product } = await openAsOwner(optionsOf(look))
    await page.goto(`${product.url}/posts`)
    await page.getByRole('listitem').filter({ hasText: 'Mara Bakes' }).first().waitFor()
    await mustLookRight(page, look, 'posts', page.getByRole('main').getByRole('link', { name: 'New post' }))

    await page.goto(`${product.url}/posts/${postId}`)
    await page.getByText('TikTok published it.').waitFor()
    await page.getByText('Waits for you').first().waitFor()
    await mustLookRight(page, look, 'post', page.getByRole('button', { name: 'Cancel post' }))
    await page.getByRole('button', { name: 'Choose again' }).click()
    await page.getByRole('dialog').getByLabel('Who can see this video').waitFor()
    await mustLookRight(page, look, 'choose-again', page.getByRole('button', { name: 'Go on with these choices' }))

    await page.goto(`${product.url}/posts/${draftId}`)
    await page.getByText('Not scheduled').first().waitFor()
    await mustLookRight(page, look, 'post-draft', page.getByRole('button', { name: 'Publish now' }))
    await page.getByRole('button', { name: 'Publish now' }).click()
    await page.getByRole('alertdialog').waitFor()
    await mustLookRight(
      page,
      look,
      'post-dialog',
      page.getByRole('alertdialog').getByRole('button', { name: 'Publish now' }),
    )

    await page.goto(`${product.url}/accounts`)
    await page.getByRole('heading', { name: 'Oak & Iron' }).waitFor()
    await mustLookRight(page, look, 'accounts', page.getByRole('button', { name: 'Connect a TikTok account' }))

    await page.goto(`${product.url}/media`)
    await page.getByText('in use.').waitFor()
    const deleteButton = page.getByRole('button', { name: 'Delete a-file-name' })
    await deleteButton.waitFor()
    await mustLookRight(page, look, 'media', deleteButton)

    await page.goto(`${product.url}/settings`)
    await page.getByText('script', { exact: true }).waitFor()
    await page.getByLabel('How late may a post go out?').waitFor()
    await mustLookRight(page, look, 'settings', page.getByRole('button', { name: 'Create key' }))
  }
})

test('the composer, filled in', async () => {
  for (const look of LOOKS) {
    const { page, product } = await openAsOwner(optionsOf(look))
    await compose(page, product.url)
    await chooseFile(page, await videoFile())
    await page.getByLabel('Caption', { exact: true }).fill(LONG_CAPTION)
    const choices = await chooseAccount(page, 'Mara Bakes')
    await choosePrivacy(choices, 'PUBLIC_TO_EVERYONE')
    await choices.getByRole('switch', { name: 'Disclose video content' }).check()
    await choices.getByRole('checkbox', { name: 'Branded content' }).check()
    await choices.getByRole('checkbox', { name: 'Another caption for this account' }).check()
    await chooseAccount(page, 'Banned Bob')
    await page.getByText('This account cannot post right now').waitFor()
    await page.getByRole('radio', { name: 'Schedule' }).check()
    await page.getByText('Ready for TikTok').waitFor()
    if (FEW_LOOKS.includes(look)) await page.getByRole('button', { name: 'Cover First frame' }).click()
    await mustLookRight(page, look, 'compose', submitButton(page))
  }
})

test('the composer with photos, of which one is to be looked at, and their slideshow', async () => {
  for (const look of FEW_LOOKS) {
    const { page, product } = await openAsOwner(optionsOf(look))
    await compose(page, product.url)
    await chooseFile(page, [await photoFile('one.jpg'), await photoFile('wide.png', { width: 1400 })])
    await page.getByRole('button', { name: '2. wide.png' }).click()
    await page.getByRole('button', { name: 'Make a slideshow video instead' }).click()
    const choices = await chooseAccount(page, 'Mara Bakes')
    await choices.getByLabel('Who can see these photos').selectOption('PUBLIC_TO_EVERYONE')
    await mustLookRight(page, look, 'compose-photos', submitButton(page))
  }
})

test('a time at which TikTok has no room, in the composer and on the page of a post', async () => {
  const owner = await signedInOwner()
  const account = (await owner.accounts()).find(({ username }) => username === 'mara.bakes')
  if (!account) throw new Error('Mara is not connected.')
  const media = await owner.upload(await videoFile())
  const fullAt = new Date(Math.ceil(Date.now() / 86_400_000 + 5) * 86_400_000).toISOString()
  const post = videoPost(media, [directTarget(account)], { publishAt: fullAt })
  for (let count = 0; count < 15; count++) await owner.createPost(post)
  const { id: draftId } = await owner.createPost({ ...post, publishAt: undefined })

  for (const look of LOOKS) {
    const { page, product, expectComplaint } = await openAsOwner(optionsOf(look))
    expectComplaint(/409 POST .*\/api\/v1\/posts/)
    const move = page.getByRole('button', { name: 'Move it to the first free time' })
    await compose(page, product.url)
    await chooseFile(page, await videoFile())
    await choosePrivacy(await chooseAccount(page, 'Mara Bakes'), 'PUBLIC_TO_EVERYONE')
    await page.getByText('Ready for TikTok').waitFor()
    await page.getByRole('radio', { name: 'Schedule' }).check()
    await page.getByLabel('Publish at').fill(await localTime(page, fullAt))
    await submitButton(page).click()
    // Clicked, so that the keyboard goes on from here.
    await page.getByText('Mara Bakes has 15 posts in 24 hours around then; TikTok takes 15.').click()
    await mustLookRight(page, look, 'compose-no-room', move)

    await page.goto(`${product.url}/posts/${draftId}`)
    await page.getByRole('button', { name: 'Schedule' }).click()
    await page.getByLabel('Publish at').fill(await localTime(page, fullAt))
    await page.getByRole('dialog').getByRole('button', { name: 'Schedule' }).click()
    await page.getByRole('dialog', { name: 'No room at TikTok then' }).waitFor()
    await mustLookRight(page, look, 'post-no-room', move)
    if (look !== LOOKS.at(-1)) continue
    await move.click()
    await page.getByText('It was to be at').waitFor()
    const nextDay = new Date(new Date(fullAt).getTime() + 86_400_000).toISOString()
    expect((await owner.post(draftId)).publications[0]).toMatchObject({ status: 'scheduled', publishAt: nextDay })
  }
})

// The last: TikTok's API rests for half a minute afterwards.
test('every page while TikTok does not answer', async () => {
  const { product, simulator } = parts()
  const owner = await signedInOwner()
  const accounts = []
  for (const username of ['mara.bakes', 'tinytrains', 'nightkitchen']) accounts.push(await owner.connect(username))
  await simulator.addFault({ endpoint: 'user_info', body: '<html>Bad gateway</html>' })
  for (let round = 0; round < 4; round++)
    for (const { id } of accounts) await owner.send('POST', `/api/v1/accounts/${id}/sync`)
  await simulator.clearFaults()
  for (const look of LOOKS) {
    const { page } = await openAsOwner(optionsOf(look))
    await page.goto(`${product.url}/accounts`)
    await page.getByRole('main').getByText('Posts wait and go on by themselves').waitFor()
    await mustLookRight(page, look, 'resting', page.getByRole('button', { name: 'Connect a TikTok account' }))
  }
})

/** What a field for a date and time takes for a moment. */
async function localTime(page: Page, moment: string): Promise<string> {
  return page.evaluate((at) => {
    const time = new Date(at)
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  }, moment)
}

async function mustLookRight(page: Page, look: Look, name: string, mainButton: Locator): Promise<void> {
  await keepPicture(page, `${name}-${look.name}`)
  expect(await faultsOf(page, mainButton), `${name}, ${look.name}`).toEqual([])
}

function optionsOf({ width, height, colorScheme, hasTouch }: Look): BrowserContextOptions {
  return { viewport: { width, height }, colorScheme, hasTouch }
}

/** The owner as a script. */
async function signedInOwner() {
  const { url } = parts().product
  const client = createHttpClient(url)
  await client.send('POST', '/api/v1/auth/sign-in/email', OWNER)
  return createPerson({ client, simulator: { authorize: authorizeByScript }, url, email: OWNER.email })
}

/** Accounts, posts in several states and a key, as a script would make them. */
async function fillWorkspace() {
  const { simulator } = parts()
  const owner = await signedInOwner()
  const mara = await owner.connect('mara.bakes')
  const paula = await owner.connect('private.paula')
  await owner.connect('banned.bob')
  const oak = await owner.connect('oakandiron', ['user.info.basic', 'video.upload'])
  await owner.connect('lena.climbs')
  await simulator.revoke('lena.climbs')
  await owner.withApiKey()
  const media = await owner.upload(
    await videoFile(),
    'a-file-name-of-a-length-that-nobody-would-choose-by-hand-20261120-final-final.mp4',
  )
  const caption = LONG_CAPTION
  const { id: postId } = await owner.createPost(
    videoPost(media, [directTarget(mara), directTarget(paula), { accountId: oak.id, mode: 'draft' }], { caption }),
  )
  const draft = { ...videoPost(media, [directTarget(mara)], { caption: 'A draft' }), publishAt: undefined }
  const { id: draftId } = await owner.createPost(draft)
  await owner.createPost(
    videoPost(media, [directTarget(mara)], { publishAt: new Date(Date.now() + 86_400_000).toISOString() }),
  )
  return { postId, draftId }
}
