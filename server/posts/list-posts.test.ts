import { randomUUID } from 'node:crypto'
import { expect, inject, test } from 'vitest'
import { createDb, createPool } from '#server/db/db.ts'
import { createVault } from '#server/vault/vault.ts'
import { POST_STATUSES, postStatus } from '#shared/post-status.ts'
import { PUBLICATION_STATUSES, type PublicationStatus } from '#shared/publication-status.ts'
import { createTestDatabase } from '#test/database.ts'
import { seedAccounts } from '#test/seed-accounts.ts'
import { listPosts, type PostsFilter } from './list-posts.ts'

const START = new Date('2026-11-01T00:00:00Z')
const HOUR_MS = 60 * 60 * 1000
const at = (hours: number) => new Date(START.getTime() + hours * HOUR_MS)

type Made = { id: string; createdAt: Date; publishAt: Date | null; statuses: PublicationStatus[]; accountIds: string[] }

/** Posts with no, one, or each two kinds of publications, made in another order than they are due. */
async function openLists() {
  await using cleanUp = new AsyncDisposableStack()
  const database = cleanUp.use(await createTestDatabase(inject('postgresUrl')))
  const pool = createPool(database.url, { max: 2 })
  cleanUp.defer(() => pool.end())
  const accountIds = await seedAccounts(pool, {
    count: 3,
    vault: createVault([{ id: 'k', bytes: Buffer.alloc(32) }]),
  })
  const { rows } = await pool.query<{ id: string }>('select id from workspaces')
  const workspaceId = rows[0]?.id ?? ''
  const kinds: PublicationStatus[][] = [
    [],
    ...PUBLICATION_STATUSES.flatMap((one) => [[one], ...PUBLICATION_STATUSES.map((other) => [one, other])]),
  ]
  const made = kinds.map((statuses, index): Made => {
    const isUntimed = statuses.every((status) => status === 'draft')
    return {
      id: randomUUID(),
      // Two of an age each: the id decides.
      createdAt: at(Math.floor(index / 2)),
      publishAt: isUntimed ? null : at(100 + ((index * 37) % 60)),
      statuses,
      accountIds: statuses.map((_, position) => accountIds[(index + position) % 3] ?? ''),
    }
  })
  await pool.query(
    `insert into posts (id, workspace_id, type, publish_at, created_by, created_at, updated_at)
     select id, $1, 'video', "publishAt", 'Ada', "createdAt", "createdAt"
     from jsonb_to_recordset($2) as made (id uuid, "createdAt" timestamptz, "publishAt" timestamptz)`,
    [workspaceId, JSON.stringify(made)],
  )
  await pool.query(
    `insert into publications (workspace_id, post_id, position, account_id, mode, status, allow_comment, allow_duet,
       allow_stitch, brand_organic, brand_content, ai_generated, auto_add_music, updated_at)
     select $1, id, position, account_id, 'direct', status, true, true, true, false, false, false, false, now()
     from jsonb_to_recordset($2) as made (id uuid, statuses text[], "accountIds" uuid[]),
       unnest(statuses, "accountIds") with ordinality as each (status, account_id, position)`,
    [workspaceId, JSON.stringify(made)],
  )
  const db = createDb(pool)
  const owned = cleanUp.move()
  const newestFirst = made.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1))
  return {
    made,
    accountIds,
    list: async (filter: Omit<PostsFilter, 'limit'>, limit = 1000) =>
      (await listPosts(db, workspaceId, { ...filter, limit })).map(({ id }) => id),
    /** What the list must be, told without SQL. */
    wanted: (isMeant: (post: Made) => boolean) => newestFirst.filter(isMeant).map(({ id }) => id),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

test('a list has exactly the posts in the status, newest first, whatever their publications are', async () => {
  await using lists = await openLists()
  for (const status of POST_STATUSES)
    expect(await lists.list({ status }), status).toEqual(
      lists.wanted(({ statuses }) => postStatus(statuses) === status),
    )
})

test('status, time and account narrow a list together', async () => {
  await using lists = await openLists()
  const [from, to] = [at(110), at(130)]
  const time = { from: from.toISOString(), to: to.toISOString() }
  const isInTime = ({ publishAt }: Made) => publishAt !== null && publishAt >= from && publishAt < to
  const [accountId = ''] = lists.accountIds
  const isOnAccount = ({ accountIds }: Made) => accountIds.includes(accountId)
  expect(await lists.list({})).toEqual(lists.wanted(() => true))
  expect(await lists.list(time)).toEqual(lists.wanted(isInTime))
  expect(await lists.list({ accountId })).toEqual(lists.wanted(isOnAccount))
  for (const status of POST_STATUSES) {
    const isIn = ({ statuses }: Made) => postStatus(statuses) === status
    expect(await lists.list({ status, ...time }), status).toEqual(lists.wanted((post) => isIn(post) && isInTime(post)))
    expect(await lists.list({ status, accountId, ...time }), status).toEqual(
      lists.wanted((post) => isIn(post) && isOnAccount(post) && isInTime(post)),
    )
  }
})

test('page after page leads through the whole list, each post once', async () => {
  await using lists = await openLists()
  for (const filter of [{}, { status: 'publishing' }, { status: 'published' }, { status: 'draft' }] as const) {
    const pages: string[] = []
    for (let page = await lists.list(filter, 3); page.length > 0; ) {
      pages.push(...page)
      const last = lists.made.find(({ id }) => id === page.at(-1))
      page = last ? await lists.list({ ...filter, before: last }, 3) : []
    }
    expect(pages).toEqual(await lists.list(filter))
  }
})
