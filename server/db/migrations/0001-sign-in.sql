-- Users, sessions, workspaces and API keys: the tables of better-auth, with our names.

create table users (
  id uuid default gen_random_uuid() not null primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz default CURRENT_TIMESTAMP not null,
  updated_at timestamptz default CURRENT_TIMESTAMP not null
);

create table sessions (
  id uuid default gen_random_uuid() not null primary key,
  expires_at timestamptz not null,
  token text not null unique,
  created_at timestamptz default CURRENT_TIMESTAMP not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text,
  user_id uuid not null references users (id) on delete cascade,
  active_organization_id text
);

create table credentials (
  id uuid default gen_random_uuid() not null primary key,
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz default CURRENT_TIMESTAMP not null,
  updated_at timestamptz not null
);

create table verifications (
  id uuid default gen_random_uuid() not null primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz default CURRENT_TIMESTAMP not null,
  updated_at timestamptz default CURRENT_TIMESTAMP not null
);

create table workspaces (
  id uuid default gen_random_uuid() not null primary key,
  name text not null,
  slug text not null unique,
  logo text,
  created_at timestamptz not null,
  metadata text
);

create table workspace_members (
  id uuid default gen_random_uuid() not null primary key,
  organization_id uuid not null references workspaces (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  role text not null,
  created_at timestamptz not null
);

create table workspace_invitations (
  id uuid default gen_random_uuid() not null primary key,
  organization_id uuid not null references workspaces (id) on delete cascade,
  email text not null,
  role text,
  status text not null,
  expires_at timestamptz not null,
  created_at timestamptz default CURRENT_TIMESTAMP not null,
  inviter_id uuid not null references users (id) on delete cascade
);

create table api_keys (
  id uuid default gen_random_uuid() not null primary key,
  config_id text not null,
  name text,
  start text,
  reference_id text not null,
  prefix text,
  key text not null,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  enabled boolean,
  rate_limit_enabled boolean,
  rate_limit_time_window integer,
  rate_limit_max integer,
  request_count integer,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  permissions text,
  metadata text
);

create index sessions_user_id_idx on sessions (user_id);

create index credentials_user_id_idx on credentials (user_id);

create index verifications_identifier_idx on verifications (identifier);

create index workspace_members_organization_id_idx on workspace_members (organization_id);

create index workspace_members_user_id_idx on workspace_members (user_id);

create index workspace_invitations_organization_id_idx on workspace_invitations (organization_id);

create index workspace_invitations_email_idx on workspace_invitations (email);

create index api_keys_config_id_idx on api_keys (config_id);

create index api_keys_reference_id_idx on api_keys (reference_id);

create index api_keys_key_idx on api_keys (key);
