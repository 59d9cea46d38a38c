import type { Client } from 'pg'

type Request = { workspaceId: string; accountIds: string[]; mediaId: string; scheduled: number; published: number }

const CAPTION = 'New drop #acme, the one you asked for. Tell us below which colour comes next.'
/** What a publication leaves in its timeline, and how long after its time. */
const STEPS = [
  ['started', 'publishing', 'Publishing begins.', 0],
  ['init', 'publishing', 'TikTok takes the video in one piece.', 1],
  ['uploaded', 'processing', 'TikTok has everything and is processing it.', 2],
  ['published', 'published', 'TikTok published it.', 6],
  ['post-id', 'published', 'TikTok gave the post its id: 7123456789012345678.', 12],
]

/**
 * Posts as the product writes them: `scheduled` of them spread over the coming 30 days, `published` over the last 30. Each
 * fifth is for three accounts, the others are for one. Straight into the database, because the API would take an hour.
 */
export async function seedPosts(database: Client, request: Request): Promise<void> {
  const { workspaceId, accountIds, mediaId, scheduled, published } = request
  await database.query('select setseed(0.5)')
  await database.query(
    `create temp table seeded as
     select gen_random_uuid() as id, n, n <= $2::int as is_published,
            now() + (case when n <= $2::int then -1 else 1 end) * (interval '5 minutes' + random() * interval '30 days') as due
     from generate_series(1, $1::int + $2::int) as n`,
    [scheduled, published],
  )
  await database.query(
    `insert into posts (id, workspace_id, type, caption, publish_at, consent, created_by, created_at, updated_at)
     select id, $1, 'video', $2, due, '{"musicUsage": true, "text": "", "by": "Bench", "at": "2026-11-20T12:00:00.000Z"}',
            'Bench', least(due, now()) - random() * interval '30 days', least(due, now()) from seeded`,
    [workspaceId, `${CAPTION} `.repeat(2)],
  )
  await database.query('insert into post_media (post_id, position, media_id) select id, 0, $1 from seeded', [mediaId])
  await database.query(
    `insert into publications (workspace_id, post_id, position, account_id, mode, status, privacy_level, allow_comment,
                               allow_duet, allow_stitch, brand_organic, brand_content, ai_generated, auto_add_music,
                               publish_at, next_step_at, attempts, post_ids, started_at, finished_at, updated_at)
     select $1, id, position, ($2::uuid[])[1 + (n * 7 + position * 13) % cardinality($2)], 'direct',
            case when is_published then 'published' else 'scheduled' end, 'PUBLIC_TO_EVERYONE', true,
            true, true, false, false, false, false, due, case when not is_published then due end,
            case when is_published then 1 else 0 end, case when is_published then array['7123456789012345678'] else '{}' end,
            case when is_published then due end, case when is_published then due + interval '6 s' end, least(due, now())
     from seeded, generate_series(0, case when n % 5 = 0 then 2 else 0 end) as position`,
    [workspaceId, accountIds],
  )
  await database.query(
    `insert into transfers (publication_id, source, state, intended_at, publish_id, total_bytes, chunk_bytes, chunk_count,
                            sent_bytes, last_chunk_at)
     select id, 'file', 'sent', started_at, 'v_pub_file~v2-1.' || id, 90000, 90000, 1, 90000, started_at
     from publications where status = 'published'`,
  )
  await database.query(
    `insert into publication_events (workspace_id, publication_id, post_id, account_id, at, kind, status, message)
     select workspace_id, id, post_id, account_id, least(publish_at, now()) - interval '1 hour', 'scheduled', 'scheduled',
            'Will be published at ' || publish_at || '.' from publications
     union all
     select workspace_id, id, post_id, account_id, publish_at + after * interval '1 s', kind, step.status, message
     from publications, jsonb_to_recordset($1) as step (kind text, status text, message text, after int)
     where publications.status = 'published'`,
    [JSON.stringify(STEPS.map(([kind, status, message, after]) => ({ kind, status, message, after })))],
  )
  await database.query('drop table seeded')
  // As autovacuum does within a minute.
  await database.query('vacuum analyze')
}
