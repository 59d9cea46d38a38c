-- The account that a reconnect is about: another one coming back is told.
alter table oauth_states add column account_id uuid references accounts (id) on delete set null;

-- A state that came back is kept for a while, so that its second coming can be told from a made-up one.
alter table oauth_states add column used_at timestamptz;
