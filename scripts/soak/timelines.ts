import { Client } from 'pg'
import { PublicationEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import type { HttpClient } from '../../test/http-client.ts'

/** How many steps of each kind the timelines of all publications have, and of how many publications. */
export type EventCount = { kind: string; code: string | null; events: number; publications: number }

export async function countEvents(databaseUrl: string): Promise<EventCount[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<EventCount>(
      `select kind, code, count(*)::int as events, count(distinct publication_id)::int as publications
       from publication_events group by kind, code order by kind, code`,
    )
    return rows
  } finally {
    await client.end()
  }
}

/** The timeline of a publication, a line each step. */
export async function readTimeline(client: HttpClient, publicationId: string | null): Promise<string[]> {
  if (publicationId === null) return []
  const { items } = await client.call(listOf(PublicationEvent), 'GET', `/api/v1/publications/${publicationId}/events`)
  return items.map(({ at, kind, status, code, message }) => `${at} ${kind} → ${status} ${code ?? ''} ${message}`)
}
