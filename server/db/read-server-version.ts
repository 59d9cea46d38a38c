import type { Client } from 'pg'
import { z } from 'zod'

const VersionRows = z.tuple([z.object({ number: z.number(), version: z.string() })])

/** `server_version_num` and `version()` of the server. */
export async function readServerVersion(client: Client): Promise<{ number: number; version: string }> {
  const { rows } = await client.query("select current_setting('server_version_num')::int as number, version()")
  const [version] = VersionRows.parse(rows)
  return version
}
