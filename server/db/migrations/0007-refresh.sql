-- How the tokens of an account are renewed: when, by whom, and what is not known about it.

alter table accounts
  -- The waiting refresh-token job is due then: what the sweep looks for when a job got lost.
  add column refresh_at timestamptz,
  -- Failures in a row; a success sets it back to 0.
  add column refresh_failures integer not null default 0,
  -- Who is refreshing. No connection is kept meanwhile.
  add column refresh_lease_id uuid,
  add column refresh_lease_until timestamptz,
  -- Set, and committed, before a refresh goes out; cleared by its answer. While it stands without a lease, TikTok may have
  -- replaced the refresh token, and nobody here knows the new one.
  add column refresh_sent_at timestamptz;

create index accounts_refresh_at_idx on accounts (refresh_at) where status = 'active';

-- A lease changes no indexed column: with room on the page the indexes need not hear of it.
alter table accounts set (fillfactor = 70);
