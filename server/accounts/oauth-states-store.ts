import type { Insertable, Selectable } from 'kysely'
import type { DbOrTx, Tx } from '../db/db.ts'
import type { OauthStatesTable } from '../db/tables.ts'

export type OauthStateRow = Selectable<OauthStatesTable>

export async function insertState(tx: DbOrTx, state: Insertable<OauthStatesTable>): Promise<void> {
  await tx.insertInto('oauthStates').values(state).execute()
}

/** The state, kept for this transaction: whoever comes with it next waits. */
export async function lockState(tx: Tx, stateHash: string): Promise<OauthStateRow | undefined> {
  return tx.selectFrom('oauthStates').selectAll().where('stateHash', '=', stateHash).forUpdate().executeTakeFirst()
}

/** Uses the state up, with the secret that belonged to it. */
export async function markStateUsed(tx: Tx, stateHash: string, usedAt: Date): Promise<void> {
  await tx
    .updateTable('oauthStates')
    .set({ usedAt, sealedCodeVerifier: null })
    .where('stateHash', '=', stateHash)
    .execute()
}

export async function deleteStates(tx: Tx, expiredBefore: Date): Promise<void> {
  await tx.deleteFrom('oauthStates').where('expiresAt', '<', expiredBefore).execute()
}
