import { ConfigError } from '../config.ts'
import type { Db } from '../db/db.ts'
import { withDb } from '../db/with-db.ts'
import type { EncryptionKey } from '../vault/vault.ts'
import { nameOf, sealedFields } from './sealed-fields.ts'
import { countUnder, listKeyIds } from './sealed-values-store.ts'

/** Throws ConfigError when anything in the database is sealed under a key that is not set: nothing may begin then. */
export async function mustHaveKeys(databaseUrl: string, keys: EncryptionKey[]): Promise<void> {
  const missing = await withDb(databaseUrl, (db) => findMissing(db, new Set(keys.map(({ id }) => id))))
  if (missing.size > 0) throw new ConfigError([...missing].map(([keyId, where]) => explain(keyId, where)))
}

async function findMissing(db: Db, configured: ReadonlySet<string>): Promise<Map<string, string[]>> {
  const missing = new Map<string, string[]>()
  for (const field of sealedFields)
    for (const keyId of await listKeyIds(db, field)) {
      if (keyId === null || configured.has(keyId)) continue
      const where = `${nameOf(field)}: ${await countUnder(db, field, keyId)}`
      missing.set(keyId, [...(missing.get(keyId) ?? []), where])
    }
  return missing
}

function explain(keyId: string, where: string[]): string {
  return `ENCRYPTION_KEYS lacks the key "${keyId}", which sealed values need (${where.join(', ')}). Put it back behind the first one, then run "clipdeck keys rotate"; after that it can go.`
}
