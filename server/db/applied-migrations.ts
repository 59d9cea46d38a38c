import type { Client } from 'pg'
import { z } from 'zod'

const AppliedRows = z.array(z.object({ version: z.number(), name: z.string(), checksum: z.string() }))
export type AppliedMigration = z.infer<typeof AppliedRows>[number]

/** The history of the database, oldest first. */
export async function listApplied(client: Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query('select version, name, checksum from schema_migrations order by version')
  return AppliedRows.parse(rows)
}
