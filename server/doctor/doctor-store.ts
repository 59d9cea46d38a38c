import { sql } from 'kysely'
import type { AccountStatus } from '#shared/api/accounts.ts'
import type { Db } from '../db/db.ts'

export async function countAccountsByStatus(db: Db): Promise<{ status: AccountStatus; count: number }[]> {
  return db
    .selectFrom('accounts')
    .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
    .groupBy('status')
    .orderBy('status')
    .execute()
}

/** Publications whose next step should have been made before `dueBefore`. */
export async function countOverdue(db: Db, dueBefore: Date): Promise<{ count: number; oldest: Date | null }> {
  return db
    .selectFrom('publications')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('nextStepAt').as('oldest')])
    .where('nextStepAt', '<', dueBefore)
    .where(sql<boolean>`not exists (select from publications as busy
      where busy.account_id = publications.account_id and busy.lease_until > ${dueBefore})`)
    .executeTakeFirstOrThrow()
}
