-- Files that are coming in: the room that they take of the workspace's quota, who writes them, and what became of them.

create table uploads (
  -- The media item that comes of it has the same.
  id uuid primary key,
  workspace_id uuid not null references workspaces (id) on delete cascade,
  -- The user or API key that began it; for nobody else it is there.
  owner text not null,
  -- tus: it may be resumed; form: it counts while its request runs.
  way text not null check (way in ('tus', 'form')),
  file_name text not null,
  metadata jsonb not null,
  length_bytes bigint not null,
  created_at timestamptz not null,
  -- When a byte came, or it ended: what the sweep looks at.
  seen_at timestamptz not null,
  -- The request that may write, and whether another one waits for it.
  writer_id uuid,
  writer_until timestamptz,
  is_wanted boolean not null default false,
  ended_at timestamptz,
  -- Why no media item came of it.
  problem jsonb
);
create index uploads_workspace_idx on uploads (workspace_id) where ended_at is null;
create index uploads_seen_at_idx on uploads (seen_at);
