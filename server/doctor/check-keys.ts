import type { Db } from '../db/db.ts'
import { type KeyUsage, readKeyUsage } from '../keys/key-usage.ts'
import type { Vault } from '../vault/vault.ts'
import { error, type Finding, ok, warn } from './finding.ts'

/** Each key id with the columns that need it: all must be set, and all but the first can go once nothing needs them. */
export async function checkKeys(
  db: Db,
  { keyIds, sealingKeyId }: Pick<Vault, 'keyIds' | 'sealingKeyId'>,
): Promise<Finding[]> {
  const usage = await readKeyUsage(db)
  const used = new Set(usage.flatMap(({ counts }) => counts.map(({ keyId }) => keyId)))
  const unset = [...used].filter((keyId) => keyId === null || !keyIds.includes(keyId))
  return [
    ...keyIds.map((keyId) => {
      const where = whereUsed(usage, keyId)
      const what = `key "${keyId}"`
      if (keyId === sealingKeyId) return ok(what, `seals what is new; ${where ?? 'nothing is sealed with it yet'}`)
      return where
        ? warn(what, `still needed: ${where}`, 'Run "clipdeck keys rotate" before you remove it.')
        : ok(what, '0 values need it: it can be removed from ENCRYPTION_KEYS')
    }),
    ...unset.map((keyId) => unusable(keyId, whereUsed(usage, keyId) ?? '')),
  ]
}

function unusable(keyId: string | null, where: string): Finding {
  return keyId === null
    ? error(
        'sealed values',
        `some are no sealed texts: ${where}`,
        'Restore them from a backup, or connect those accounts again.',
      )
    : error(
        `key "${keyId}"`,
        `not in ENCRYPTION_KEYS, and needed: ${where}`,
        'Put it back behind the first key; Clipdeck does not start without it.',
      )
}

function whereUsed(usage: KeyUsage[], keyId: string | null): string | null {
  const places = usage.flatMap(({ name, counts }) =>
    counts.filter((each) => each.keyId === keyId).map(({ count }) => `${name} ${count}`),
  )
  return places.length > 0 ? places.join(', ') : null
}
