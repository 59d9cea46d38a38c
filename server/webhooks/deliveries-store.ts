import { type Insertable, sql } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { WebhookDeliveriesTable } from '../db/tables.ts'

/** False when the same body came before. */
export async function insertDelivery(tx: Tx, delivery: Insertable<WebhookDeliveriesTable>): Promise<boolean> {
  const inserted = await tx
    .insertInto('webhookDeliveries')
    .values(delivery)
    .onConflict((conflict) => conflict.column('bodyHash').doNothing())
    .returning('bodyHash')
    .executeTakeFirst()
  return inserted !== undefined
}

/** The body as TikTok sent it. */
export async function deliveredBody(tx: DbOrTx, bodyHash: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('webhookDeliveries')
    .select(sql<string>`body ->> 'text'`.as('text'))
    .where('bodyHash', '=', bodyHash)
    .executeTakeFirst()
  return row?.text
}

export async function deleteDeliveries(tx: DbOrTx, receivedBefore: Date): Promise<void> {
  await tx.deleteFrom('webhookDeliveries').where('receivedAt', '<', receivedBefore).execute()
}
