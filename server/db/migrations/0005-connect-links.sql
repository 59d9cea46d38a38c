-- Links by which a creator connects an account to a workspace without being a member of it.
create table connect_links (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces (id) on delete cascade,
  -- SHA-256 of the token: whoever reads the table cannot use a link.
  token_hash text not null unique,
  label text,
  created_by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by_account_id uuid references accounts (id) on delete set null,
  revoked_at timestamptz
);
create index connect_links_workspace_idx on connect_links (workspace_id, created_at desc, id desc);
create index connect_links_account_idx on connect_links (used_by_account_id);
