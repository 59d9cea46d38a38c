import type { Client } from 'pg'
import { nameOf, sealedFields } from '#server/keys/sealed-fields.ts'

/** What is sealed under which key, told without the code that is measured. */
export async function countByKeyId(client: Client): Promise<{ name: string; keyId: string; count: number }[]> {
  const counts: { name: string; keyId: string; count: number }[] = []
  for (const field of sealedFields) {
    const { rows } = await client.query<{ header: string; count: number }>(
      `select split_part(${field.column}, '.', 1) as header, count(*)::int as count from ${field.table}
       where ${field.column} is not null group by 1`,
    )
    counts.push(...sumByKeyId(rows).map(([keyId, count]) => ({ name: nameOf(field), keyId, count })))
  }
  return counts
}

function sumByKeyId(rows: { header: string; count: number }[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const { header, count } of rows) {
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
    sums.set(String(kid), (sums.get(String(kid)) ?? 0) + count)
  }
  return [...sums]
}
