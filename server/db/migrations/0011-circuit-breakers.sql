-- One row for each breaker that is not closed, or that counts failures: without a row a breaker is closed and all is well.

create table circuit_breakers (
  -- `api:<host>`, `upload:<host>` or `account:<id>`.
  key text primary key,
  scope text not null check (scope in ('api', 'upload', 'account')),
  host text,
  account_id uuid references accounts (id) on delete cascade,
  -- Failures in a row; a success deletes the row.
  failures integer not null default 0,
  -- Whose calls failed: the trouble of one account says nothing about a host. No more of them are kept than are asked for.
  failed_accounts uuid[] not null default '{}',
  last_failure_at timestamptz,
  last_error_code text,
  -- How often in a row it has opened: each time for longer.
  openings integer not null default 0,
  -- Null while it is closed. From open_until on one caller at a time may probe.
  opened_at timestamptz,
  open_until timestamptz,
  -- Who is probing, and when that one is taken for dead.
  probe_id uuid,
  probe_until timestamptz,
  check ((scope = 'account') = (account_id is not null)),
  check ((scope = 'account') = (host is null)),
  check ((opened_at is null) = (open_until is null))
);
create index circuit_breakers_account_idx on circuit_breakers (account_id) where account_id is not null;
