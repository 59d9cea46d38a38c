import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/db.ts'
import type { SealedField } from './sealed-fields.ts'

/** The values of the primary key, as text. */
export type RowKey = string[]
export type SealedValue = { rowKey: RowKey; owner: string; sealed: string }
export type Replacement = { rowKey: RowKey; sealed: string; resealed: string }

/** A key id with the number of texts that need it; null for texts that name none. */
export type KeyCount = { keyId: string | null; count: number }

/** Every key id that this column needs: from one to the next in the index, so it costs as much for ten rows as for millions. */
export async function listKeyIds(db: Db, { table, column }: SealedField): Promise<(string | null)[]> {
  const [rows, sealed] = [sql.table(table), sql.ref(column)]
  const found = await sql<{ keyId: string | null }>`
    with recursive ids (key_id) as (
      (select sealed_key_id(${sealed}) from ${rows} where ${sealed} is not null order by 1 limit 1)
      union all
      select (select sealed_key_id(${sealed}) from ${rows}
              where ${sealed} is not null and sealed_key_id(${sealed}) > ids.key_id order by 1 limit 1)
      from ids where ids.key_id is not null
    )
    select key_id from ids where key_id is not null
    union all
    (select null from ${rows} where ${sealed} is not null and sealed_key_id(${sealed}) is null limit 1)`.execute(db)
  return found.rows.map(({ keyId }) => keyId)
}

export async function countUnder(db: Db, { table, column }: SealedField, keyId: string | null): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from ${sql.table(table)}
    where ${sql.ref(column)} is not null and ${isUnder(column, keyId)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** How many texts of this column need which key. */
export async function countByKeyId(db: Db, field: SealedField): Promise<KeyCount[]> {
  const counts: KeyCount[] = []
  for (const keyId of await listKeyIds(db, field)) counts.push({ keyId, count: await countUnder(db, field, keyId) })
  return counts
}

/** The next texts that need this key, in the order of the primary key. */
export async function listUnder(
  db: Db,
  { table, column, rowKey, owner }: SealedField,
  page: { keyId: string; after: RowKey | null; limit: number },
): Promise<SealedValue[]> {
  const names = sql.join(rowKey.map((part) => sql.ref(part.column)))
  const texts = sql.join(rowKey.map((part) => sql`${sql.ref(part.column)}::text`))
  const start = page.after && sql`and (${names}) > (${valuesOf(rowKey, page.after)})`
  const { rows } = await sql<SealedValue>`
    select array[${texts}] as row_key, ${sql.ref(owner)}::text as owner, ${sql.ref(column)} as sealed
    from ${sql.table(table)}
    where ${sql.ref(column)} is not null and ${isUnder(column, page.keyId)} ${start ?? sql``}
    order by ${names} limit ${page.limit}`.execute(db)
  return rows
}

/**
 * Puts the new texts in, each only where the old one still stands. Rows that somebody else holds are passed over: nobody
 * waits for us long, and we hold no row while waiting for another. Returns what was not put in.
 */
export async function replaceFree(
  db: Db,
  { table, column, rowKey }: SealedField,
  replacements: Replacement[],
): Promise<Replacement[]> {
  if (replacements.length === 0) return []
  const names = rowKey.map((part) => part.column)
  const columnsOf = (alias: string) => sql.join(names.map((name) => sql.ref(`${alias}.${name}`)))
  const values = sql.join(
    replacements.map(
      (each, index) =>
        sql`(${valuesOf(rowKey, each.rowKey)}, ${each.sealed}::text, ${each.resealed}::text, ${index}::int)`,
    ),
  )
  const { rows } = await sql<{ position: number }>`
    with fresh (${sql.join(names.map((name) => sql.ref(name)))}, old_text, new_text, position) as (values ${values}),
    free as (
      select ${columnsOf('kept')}, fresh.new_text, fresh.position
      from ${sql.table(table)} as kept join fresh on (${columnsOf('kept')}) = (${columnsOf('fresh')})
      where ${sql.ref(`kept.${column}`)} = fresh.old_text
      for no key update of kept skip locked
    )
    update ${sql.table(table)} as target set ${sql.ref(column)} = free.new_text
    from free where (${columnsOf('target')}) = (${columnsOf('free')})
    returning free.position`.execute(db)
  const done = new Set(rows.map(({ position }) => position))
  return replacements.filter((_, index) => !done.has(index))
}

/** The same for one text, waiting for whoever holds its row. False when the text has become another. */
export async function replaceOne(
  db: Db,
  { table, column, rowKey }: SealedField,
  { rowKey: key, sealed, resealed }: Replacement,
): Promise<boolean> {
  const names = sql.join(rowKey.map((part) => sql.ref(part.column)))
  const { numAffectedRows } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${resealed}
    where (${names}) = (${valuesOf(rowKey, key)}) and ${sql.ref(column)} = ${sealed}`.execute(db)
  return numAffectedRows === 1n
}

function isUnder(column: string, keyId: string | null): RawBuilder<unknown> {
  const id = sql`sealed_key_id(${sql.ref(column)})`
  return keyId === null ? sql`${id} is null` : sql`${id} = ${keyId}`
}

function valuesOf(rowKey: SealedField['rowKey'], values: RowKey): RawBuilder<unknown> {
  return sql.join(rowKey.map(({ type }, index) => sql`${values[index]}::${sql.raw(type)}`))
}
