import { sql } from 'kysely'
import type { Db } from '../db/db.ts'

/** Jobs that wait, by task, since before `dueBefore`; empty as long as no worker has ever made the queue. */
export async function countOverdueJobs(db: Db, dueBefore: Date): Promise<{ name: string; count: number }[]> {
  const { rows } = await sql<{ exists: boolean }>`select to_regclass('pgboss.job') is not null as exists`.execute(db)
  if (!rows[0]?.exists) return []
  const overdue = await sql<{ name: string; count: number }>`
    select name, count(*) from pgboss.job
    where state in ('created', 'retry') and start_after < ${dueBefore} group by name order by name`.execute(db)
  return overdue.rows
}
