-- Accounts, media, posts and their publications, and the ledgers that keep a post from going out twice.

create table accounts (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces (id) on delete cascade,
  open_id text not null,
  union_id text,
  username text,
  display_name text not null,
  avatar_url text,
  status text not null check (status in ('active', 'expired', 'revoked', 'error')),
  scopes text[] not null,
  sealed_access_token text,
  sealed_refresh_token text,
  token_lifetime_s integer,
  token_expires_at timestamptz,
  refresh_expires_at timestamptz,
  last_refreshed_at timestamptz,
  last_error jsonb,
  connected_at timestamptz not null,
  unique (workspace_id, open_id)
);

create table oauth_states (
  state_hash text primary key,
  -- The browser session or API key that began; nobody else may finish.
  session_id text not null,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  sealed_code_verifier text,
  return_to text not null,
  expires_at timestamptz not null
);
create index oauth_states_expires_at_idx on oauth_states (expires_at);

create table media (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces (id) on delete cascade,
  kind text not null check (kind in ('video', 'image')),
  status text not null check (status in ('ready', 'rendering', 'failed')),
  file_name text not null,
  size_bytes bigint not null,
  sha256 text not null,
  storage_key text not null,
  mime_type text not null,
  width integer,
  height integer,
  duration_ms integer,
  codec text,
  frame_rate double precision,
  checks jsonb not null,
  created_at timestamptz not null
);
create index media_workspace_idx on media (workspace_id, created_at desc, id desc);

create table posts (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces (id) on delete cascade,
  type text not null check (type in ('video', 'photo')),
  caption text,
  title text,
  description text,
  cover_timestamp_ms integer,
  photo_cover_index integer,
  publish_at timestamptz,
  consent jsonb,
  created_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index posts_workspace_idx on posts (workspace_id, created_at desc, id desc);

create table post_media (
  post_id uuid not null references posts (id) on delete cascade,
  position integer not null,
  media_id uuid not null references media (id),
  primary key (post_id, position)
);
create index post_media_media_idx on post_media (media_id);

create table publications (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces (id) on delete cascade,
  post_id uuid not null references posts (id) on delete cascade,
  position integer not null,
  account_id uuid not null references accounts (id),
  mode text not null check (mode in ('direct', 'draft')),
  status text not null check (status in ('draft', 'scheduled', 'publishing', 'processing', 'published', 'inbox',
                                         'held', 'unconfirmed', 'failed', 'cancelled')),
  privacy_level text,
  allow_comment boolean not null,
  allow_duet boolean not null,
  allow_stitch boolean not null,
  brand_organic boolean not null,
  brand_content boolean not null,
  ai_generated boolean not null,
  auto_add_music boolean not null,
  caption text,
  title text,
  description text,
  publish_at timestamptz,
  own_publish_at timestamptz,
  -- The next step is due at this moment: what the sweep looks for when a job got lost.
  next_step_at timestamptz,
  -- Who is working on it. A step that finds another holder does nothing.
  lease_id uuid,
  lease_until timestamptz,
  attempts integer not null default 0,
  -- Failures in a row of the current step; progress sets it back to 0.
  step_failures integer not null default 0,
  status_polls integer not null default 0,
  processing_since timestamptz,
  post_ids text[] not null default '{}',
  url text,
  failure jsonb,
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null
);
create index publications_post_idx on publications (post_id, position);
create index publications_account_idx on publications (account_id, publish_at desc);
create index publications_workspace_idx on publications (workspace_id, status, publish_at);
create index publications_due_idx on publications (next_step_at) where next_step_at is not null;

-- One row for each init that was tried, written before the call: the ledger of the upload.
create table transfers (
  id uuid primary key default gen_random_uuid(),
  publication_id uuid not null references publications (id) on delete cascade,
  source text not null check (source in ('file', 'url')),
  state text not null check (state in ('intended', 'open', 'sent', 'abandoned')),
  intended_at timestamptz not null,
  publish_id text,
  sealed_upload_url text,
  upload_expires_at timestamptz,
  total_bytes bigint not null,
  chunk_bytes bigint not null,
  chunk_count integer not null,
  sent_bytes bigint not null default 0,
  -- Set, and committed, before the last chunk goes out: from then on a post may exist.
  last_chunk_at timestamptz,
  check (sent_bytes <= total_bytes)
);
create index transfers_publication_idx on transfers (publication_id, intended_at desc, id);
create unique index transfers_publish_id_idx on transfers (publish_id) where publish_id is not null;

-- Calls and posts that count against one of TikTok's windows. A member counts once in a window, however often it asks.
create table room_reservations (
  id bigint generated always as identity primary key,
  bucket text not null,
  member text,
  reserved_at timestamptz not null
);
create index room_reservations_bucket_idx on room_reservations (bucket, reserved_at);

create table publication_events (
  id bigint generated always as identity primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  publication_id uuid not null references publications (id) on delete cascade,
  post_id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  kind text not null,
  status text not null,
  message text not null,
  code text,
  log_id text
);
create index publication_events_publication_idx on publication_events (publication_id, id);
create index publication_events_workspace_idx on publication_events (workspace_id, id desc);

create table idempotency_keys (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  key text not null,
  request_hash text not null,
  status integer,
  body text,
  created_at timestamptz not null,
  primary key (workspace_id, key)
);
create index idempotency_keys_created_at_idx on idempotency_keys (created_at);

-- TikTok's webhooks as they came in; the hash of the body makes a repeated delivery harmless.
create table webhook_deliveries (
  body_hash text primary key,
  body jsonb not null,
  received_at timestamptz not null
);
