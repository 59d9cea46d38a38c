-- What a sync reads from TikTok about an account: its numbers, its picture, its public videos.

alter table accounts
  -- Null: not granted, or not told. Never 0 in its place.
  add column follower_count bigint,
  add column following_count bigint,
  add column likes_count bigint,
  add column video_count bigint,
  -- The picture that is stored here; TikTok's own URLs expire.
  add column avatar_sha256 text,
  add column avatar_type text,
  add column last_synced_at timestamptz,
  add column last_sync_error jsonb,
  -- The next sync is due at this moment: what the sweep looks for when a job got lost.
  add column next_sync_at timestamptz,
  -- The first pass through all videos: where it goes on, and when it had reached the end.
  add column video_cursor text,
  add column videos_complete_at timestamptz;

-- Those that are connected already get their first sync spread over an hour.
update accounts set next_sync_at = now() + random() * interval '1 hour' where status = 'active';

create index accounts_next_sync_idx on accounts (next_sync_at) where next_sync_at is not null;
create index accounts_workspace_name_idx on accounts (workspace_id, lower(display_name), id);

create table account_videos (
  account_id uuid not null references accounts (id) on delete cascade,
  -- Text: TikTok's ids exceed 2^53.
  video_id text not null,
  created_at timestamptz not null,
  title text,
  description text,
  share_url text,
  duration_s integer,
  width integer,
  height integer,
  view_count bigint,
  like_count bigint,
  comment_count bigint,
  share_count bigint,
  synced_at timestamptz not null,
  primary key (account_id, video_id)
);
create index account_videos_created_idx on account_videos (account_id, created_at desc, video_id desc);

create index publications_account_published_idx on publications (account_id, finished_at desc) where status = 'published';
