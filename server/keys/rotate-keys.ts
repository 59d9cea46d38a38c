import type { Db } from '../db/db.ts'
import { type Vault, VaultError } from '../vault/vault.ts'
import { readKeyUsage } from './key-usage.ts'
import type { SealedField } from './sealed-fields.ts'
import {
  listUnder,
  type Replacement,
  type RowKey,
  replaceFree,
  replaceOne,
  type SealedValue,
} from './sealed-values-store.ts'

/** Texts that could not be re-sealed, with the reason and the id of the key they need. */
export type KeyFailure = { keyId: string | null; count: number; reason: string }

/** What came of one column: how many texts were under another key than the first, and what became of them. */
export type FieldRotation = {
  name: string
  total: number
  resealed: number
  /** Somebody wrote another text meanwhile: a refresh, a disconnect. */
  changed: number
  failures: KeyFailure[]
}

type Parts = { db: Db; vault: Vault; onProgress: (line: string) => void }

/** One statement holds this many rows, for some milliseconds. */
const BATCH_SIZE = 250
/** A line of progress for so many texts. */
const LINE_EVERY = 1000

/**
 * Seals everything under the first key that is under another one. Publishing and refreshing go on meanwhile: a text is
 * replaced only where the old one still stands. It looks for what is left to do and nothing else, so after an interruption
 * the next run goes on where this one stopped.
 */
export async function rotateKeys(parts: Parts): Promise<FieldRotation[]> {
  const { db, vault } = parts
  const rotations: FieldRotation[] = []
  for (const { field, name, counts } of await readKeyUsage(db)) {
    const old = counts.filter(({ keyId }) => keyId !== vault.sealingKeyId)
    const total = old.reduce((sum, { count }) => sum + count, 0)
    const rotation = { name, total, resealed: 0, changed: 0, failures: [] }
    for (const { keyId, count } of old) {
      if (keyId === null) fail(rotation, { keyId, count, reason: 'no text that the vault sealed' })
      else if (!vault.keyIds.includes(keyId))
        fail(rotation, { keyId, count, reason: 'the key is not in ENCRYPTION_KEYS' })
      else await rotateField(parts, { field, keyId, rotation })
    }
    rotations.push(rotation)
  }
  return rotations
}

type Step = { field: SealedField; keyId: string; rotation: FieldRotation }

async function rotateField({ db, vault, onProgress }: Parts, { field, keyId, rotation }: Step): Promise<void> {
  const { name, total } = rotation
  const busy: Replacement[] = []
  let lines = 0
  for await (const values of pagesUnder(db, field, keyId)) {
    const replacements = await resealAll(vault, values, { field, keyId, rotation })
    const passedOver = await replaceFree(db, field, replacements)
    busy.push(...passedOver)
    rotation.resealed += replacements.length - passedOver.length
    if (rotation.resealed < (lines + 1) * LINE_EVERY) continue
    lines = Math.floor(rotation.resealed / LINE_EVERY)
    onProgress(`${name}: ${rotation.resealed} of ${total} re-sealed`)
  }
  if (busy.length > 0) onProgress(`${name}: ${busy.length} rows were in use or changed; looking at each again`)
  for (const replacement of busy) {
    if (await replaceOne(db, field, replacement)) rotation.resealed++
    else rotation.changed++
  }
}

async function* pagesUnder(db: Db, field: SealedField, keyId: string): AsyncGenerator<SealedValue[]> {
  let after: RowKey | null = null
  for (;;) {
    const values: SealedValue[] = await listUnder(db, field, { keyId, after, limit: BATCH_SIZE })
    after = values.at(-1)?.rowKey ?? null
    if (after === null) return
    yield values
  }
}

async function resealAll(
  vault: Vault,
  values: SealedValue[],
  { field, keyId, rotation }: Step,
): Promise<Replacement[]> {
  const replacements = values.map(async ({ rowKey, owner, sealed }) => {
    try {
      return [{ rowKey, sealed, resealed: await vault.reseal(sealed, { ownerId: owner, field: field.field }) }]
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
      fail(rotation, { keyId, count: 1, reason: 'the text does not open with the key of this id in ENCRYPTION_KEYS' })
      return []
    }
  })
  return (await Promise.all(replacements)).flat()
}

function fail({ failures }: FieldRotation, failure: KeyFailure): void {
  const same = failures.find(({ keyId, reason }) => keyId === failure.keyId && reason === failure.reason)
  if (same) same.count += failure.count
  else failures.push(failure)
}
