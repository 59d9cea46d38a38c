import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'

/** What a worker that was killed held is free again after this long: its jobs after 10 s, its publications after 15. */
const PATIENCE_MS = 60_000
const LOOK_MS = 2000

/** What must be gone from the database soon after every publication has ended. */
const LEAKS: Record<string, string> = {
  'publications are leased by nobody': 'select id from publications where lease_id is not null',
  'ended publications have a next step':
    "select id from publications where status in ('inbox', 'failed', 'cancelled') and next_step_at is not null",
  'transfers are neither sent nor abandoned': "select id from transfers where state in ('intended', 'open')",
  'publications have two sent transfers':
    "select publication_id as id from transfers where state = 'sent' group by publication_id having count(*) > 1",
  'upload URLs are kept': 'select id from transfers where sealed_upload_url is not null',
  // pg-boss frees its own jobs only when they expire, after a quarter of an hour.
  'jobs are run by nobody':
    "select name || ' ' || id as id from pgboss.job where state = 'active' and name not like '\\_\\_pgboss%'",
  'jobs have failed for good': "select name || ' ' || id as id from pgboss.job where state = 'failed'",
}

/** One line for each kind of thing that stays behind; gives what is left a minute to go. */
export async function findLeaks(databaseUrl: string): Promise<string[]> {
  for (const untilMs = Date.now() + PATIENCE_MS; ; ) {
    const found = await lookForLeaks(databaseUrl)
    if (found.length === 0 || Date.now() > untilMs) return found
    await pause(LOOK_MS)
  }
}

async function lookForLeaks(databaseUrl: string): Promise<string[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const found: string[] = []
    for (const [words, statement] of Object.entries(LEAKS)) {
      const { rows } = await client.query<{ id: string }>(statement)
      const some = rows.slice(0, 5).map(({ id }) => id)
      if (rows.length > 0) found.push(`${rows.length} ${words}: ${some.join(', ')}${rows.length > 5 ? ' …' : ''}`)
    }
    return found
  } finally {
    await client.end()
  }
}
