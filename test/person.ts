import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import type { z } from 'zod'
import { Account } from '#shared/api/accounts.ts'
import { listOf } from '#shared/api/lists.ts'
import { Media } from '#shared/api/media.ts'
import { Post } from '#shared/api/posts.ts'
import { CreatedApiKey } from '#shared/api/session.ts'
import type { Simulator } from '#simulator/simulator.ts'
import { createHttpClient, type HttpClient } from './http-client.ts'

const AccountPage = listOf(Account)

export type Person = ReturnType<typeof createPerson>
type Parts = { client: HttpClient; simulator: Pick<Simulator, 'authorize'>; url: string; email: string }

/** A signed-in user who does over HTTP what a person does in the browser. */
export function createPerson({ client, simulator, url, email }: Parts) {
  async function accounts() {
    const all: Account[] = []
    let cursor: string | null = null
    do {
      const query = new URLSearchParams({ limit: '100', ...(cursor !== null && { cursor }) })
      const page: z.infer<typeof AccountPage> = await client.call(AccountPage, 'GET', `/api/v1/accounts?${query}`)
      all.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== null)
    return all
  }

  async function apiKey(): Promise<string> {
    const { key } = await client.call(CreatedApiKey, 'POST', '/api/v1/api-keys', { name: 'script' })
    return key
  }

  return {
    ...client,
    email,
    url,
    accounts,

    /** Connects a creator through the consent page. */
    async connect(username: string, scopes?: string[]): Promise<Account> {
      const consentUrl = await client.redirect('/api/v1/tiktok/oauth/authorize?returnTo=/accounts')
      const callback = await simulator.authorize(consentUrl, { username, ...(scopes && { scopes }) })
      const back = new URL(await client.redirect(callback), url)
      const id = back.searchParams.get('connected')
      const account = (await accounts()).find((each) => each.id === id)
      if (!account) throw new Error(`Connecting ${username} ended at ${back.href}`)
      return account
    },

    async upload(path: string, name = basename(path)): Promise<Media> {
      const form = new FormData()
      form.set('file', await openAsBlob(path), name)
      return client.call(Media, 'POST', '/api/v1/media', form)
    },

    createPost: (body: unknown) => client.call(Post, 'POST', '/api/v1/posts', body),
    posts: () => client.call(listOf(Post), 'GET', '/api/v1/posts'),
    post: (id: string) => client.call(Post, 'GET', `/api/v1/posts/${id}`),

    /** The same person by API key, as a script would come. */
    async withApiKey(): Promise<HttpClient> {
      return createHttpClient(url, await apiKey())
    },
    apiKey,
  }
}

/** A direct target with the choices that every creator offers. */
export function directTarget(account: Pick<Account, 'id'>, choices: Record<string, unknown> = {}) {
  return { accountId: account.id, mode: 'direct', privacyLevel: 'PUBLIC_TO_EVERYONE', ...choices }
}

/** A video post of one video that is published at once. */
export function videoPost(media: Pick<Media, 'id'>, targets: unknown[], more: Record<string, unknown> = {}) {
  return {
    type: 'video',
    mediaIds: [media.id],
    caption: 'New drop #acme',
    publishAt: 'now',
    consent: { musicUsage: true },
    targets,
    ...more,
  }
}
