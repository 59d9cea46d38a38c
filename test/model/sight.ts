import { z } from 'zod'
import { PUBLICATION_STATUSES } from '#shared/publication-status.ts'
import type { Task } from '#simulator/entities.ts'
import type { ModelStage } from './model-stage.ts'

const Row = z.object({
  id: z.string(),
  postId: z.string(),
  mode: z.enum(['direct', 'draft']),
  status: z.enum(PUBLICATION_STATUSES),
  nextStepAt: z.date().nullable(),
  leaseId: z.string().nullable(),
  failure: z.object({ code: z.string() }).nullable(),
  transfers: z.array(
    z.object({ publishId: z.string().nullable(), state: z.string(), lastChunkAt: z.string().nullable() }),
  ),
  lastEvent: z.string().nullable(),
})
const MoveRow = z.object({ from: z.enum(PUBLICATION_STATUSES), to: z.enum(PUBLICATION_STATUSES) })

export type Seen = z.infer<typeof Row> & {
  /** What TikTok has of it that is, or will be, a post or a draft in the inbox. */
  live: Task[]
  /** What TikTok would say of the upload that counts; null where there is none. */
  phase: Task['phase'] | null
}

const PUBLICATIONS = `
  select p.id, p.post_id as "postId", p.mode, p.status, p.next_step_at as "nextStepAt", p.lease_id as "leaseId", p.failure,
    coalesce((select jsonb_agg(jsonb_build_object(
      'publishId', t.publish_id, 'state', t.state, 'lastChunkAt', t.last_chunk_at) order by t.intended_at)
      from transfers t where t.publication_id = p.id), '[]') as transfers,
    (select status from publication_events e where e.publication_id = p.id order by e.id desc limit 1) as "lastEvent"
  from publications p join posts on posts.id = p.post_id order by posts.caption`

/** Everything of a row that a process could have written, as text. */
const EVERYTHING = `
  select jsonb_build_object('publication', to_jsonb(p),
    'transfers', (select jsonb_agg(to_jsonb(t) order by t.id) from transfers t where t.publication_id = p.id),
    'events', (select count(*) from publication_events e where e.publication_id = p.id))::text as text
  from publications p where p.id = $1`

const LIVE: Task['phase'][] = ['processing', 'inbox', 'discarded', 'complete']

/** What is true here and at TikTok, seen from outside. */
export function createSight({ ctx, simulator, clock }: Pick<ModelStage, 'ctx' | 'simulator' | 'clock'>) {
  const { pool } = ctx
  const liveTasks = () => simulator.state.tasks.values().filter(({ phase }) => LIVE.includes(phase))

  const phaseOf = (publishId: string | null) => simulator.state.tasks.get(publishId ?? '')?.phase ?? null

  async function publications(): Promise<Seen[]> {
    const { rows } = await pool.query(PUBLICATIONS)
    const live = liveTasks()
    return z
      .array(Row)
      .parse(rows)
      .map((row) => ({
        ...row,
        live: live.filter(({ publishId }) => row.transfers.some((it) => it.publishId === publishId)),
        phase: phaseOf(row.transfers.findLast(({ state }) => state !== 'abandoned')?.publishId ?? null),
      }))
  }

  return {
    publications,
    liveTasks,

    async moves() {
      const { rows } = await pool.query('select from_status as "from", to_status as "to" from model_moves order by id')
      return z.array(MoveRow).parse(rows)
    },
    async leaseOf(publicationId: string): Promise<string | null> {
      const { rows } = await pool.query<{ id: string | null }>(
        'select lease_id as id from publications where id = $1',
        [publicationId],
      )
      return rows[0]?.id ?? null
    },
    async everythingOf(publicationId: string): Promise<string | null> {
      const { rows } = await pool.query<{ text: string }>(EVERYTHING, [publicationId])
      return rows[0]?.text ?? null
    },
    async account() {
      const { rows } = await pool.query<{ id: string; status: string; refreshLeaseUntil: Date | null }>(
        'select id, status, refresh_lease_until as "refreshLeaseUntil" from accounts',
      )
      return rows[0] ?? null
    },
    async isRefreshing(): Promise<boolean> {
      const { rows } = await pool.query('select 1 from accounts where refresh_lease_until > $1', [clock.now()])
      return rows.length > 0
    },
    async deliveries(): Promise<string[]> {
      const { rows } = await pool.query<{ hash: string }>(
        'select body_hash as hash from webhook_deliveries order by received_at, body_hash',
      )
      return rows.map(({ hash }) => hash)
    },
    /** True while a statement waits for a lock that somebody holds. */
    async isSomebodyBlocked(): Promise<boolean> {
      const { rows } = await pool.query(
        `select 1 from pg_locks join pg_stat_activity using (pid)
         where not granted and datname = current_database() limit 1`,
      )
      return rows.length > 0
    },
  }
}
