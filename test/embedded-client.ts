import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { clusterUrl } from '#server/db/postgres-cluster.ts'

/** A connection to the embedded database of the server that runs on this folder. */
export async function connectToEmbedded(dataDir: string) {
  const read = async (name: string) => (await readFile(join(dataDir, 'postgres', name), 'utf8')).trim()
  const client = new Client({ connectionString: clusterUrl(await read('password'), await read('port')) })
  await client.connect()
  return { client, [Symbol.asyncDispose]: () => client.end() }
}
