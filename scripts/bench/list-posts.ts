import { z } from 'zod'
import { listOf } from '#shared/api/lists.ts'
import type { Person } from '../../test/person.ts'

const Page = listOf(z.object({ id: z.string() }))
const DAY_MS = 24 * 60 * 60 * 1000
/** A reader who pages this deep has seen a third of 120,000 posts. */
const DEEP_PAGES = 400

export type Listing = { name: string; items: number; timesMs: number[] }

/** `GET /posts` in the ways that people ask for it, `requests` times each, one after another. */
export async function listPosts(
  person: Person,
  { accountIds, requests }: { accountIds: string[]; requests: number },
): Promise<Listing[]> {
  const sample = <Item>(items: Item[]) => items[Math.floor(Math.random() * items.length)]
  const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString()
  const week = () => {
    const offset = Math.floor(Math.random() * 50) - 25
    return { from: day(offset), to: day(offset + 7) }
  }
  const cursor = await deepCursor(person)
  const ways: Record<string, () => Record<string, string>> = {
    'first page': () => ({}),
    scheduled: () => ({ status: 'scheduled' }),
    published: () => ({ status: 'published' }),
    attention: () => ({ status: 'attention' }),
    failed: () => ({ status: 'failed' }),
    'one account': () => ({ accountId: sample(accountIds) ?? '' }),
    'a week': week,
    'a day in a month': () => ({ from: day(28), to: day(29) }),
    'account and week': () => ({ accountId: sample(accountIds) ?? '', ...week() }),
    'published in a week': () => ({ status: 'published', ...week() }),
    'deep cursor': () => ({ cursor }),
    'deep and scheduled': () => ({ cursor, status: 'scheduled' }),
  }
  const listings: Listing[] = []
  for (const [name, query] of Object.entries(ways)) {
    const listing: Listing = { name, items: 0, timesMs: [] }
    for (let count = 0; count < requests; count++) {
      const startedAt = performance.now()
      const { items } = await read(person, query())
      listing.timesMs.push(performance.now() - startedAt)
      listing.items += items.length
    }
    listings.push(listing)
  }
  return listings
}

async function deepCursor(person: Person): Promise<string> {
  let cursor = ''
  for (let page = 0; page < DEEP_PAGES; page++)
    cursor = (await read(person, { limit: '100', ...(cursor && { cursor }) })).nextCursor ?? cursor
  return cursor
}

async function read(person: Person, query: Record<string, string>) {
  const { status, body } = await person.send('GET', `/api/v1/posts?${new URLSearchParams(query)}`)
  if (status !== 200) throw new Error(`GET /posts was answered ${status}.`)
  return Page.parse(body)
}
