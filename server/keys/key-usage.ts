import type { Db } from '../db/db.ts'
import { nameOf, type SealedField, sealedFields } from './sealed-fields.ts'
import { countByKeyId, type KeyCount } from './sealed-values-store.ts'

/** Which keys one column of sealed texts needs, and for how many. */
export type KeyUsage = { field: SealedField; name: string; counts: KeyCount[] }

export async function readKeyUsage(db: Db): Promise<KeyUsage[]> {
  const usage: KeyUsage[] = []
  for (const field of sealedFields) usage.push({ field, name: nameOf(field), counts: await countByKeyId(db, field) })
  return usage
}
