import type { Insertable, Selectable } from 'kysely'
import type { DbOrTx } from '../db/db.ts'
import type { OauthStatesTable } from '../db/tables.ts'

export async function insertState(tx: DbOrTx, state: Insertable<OauthStatesTable>): Promise<void> {
  await tx.insertInto('oauthStates').values(state).execute()
}

/** Takes the state out: a second caller finds nothing. Expired ones go with it. */
export async function takeState(
  tx: DbOrTx,
  stateHash: string,
  now: Date,
): Promise<Selectable<OauthStatesTable> | undefined> {
  await tx.deleteFrom('oauthStates').where('expiresAt', '<=', now).execute()
  return tx.deleteFrom('oauthStates').where('stateHash', '=', stateHash).returningAll().executeTakeFirst()
}
