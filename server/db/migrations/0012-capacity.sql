-- What TikTok's refusals taught about a creator's daily posts, and how it is seen what is booked on an account.

alter table accounts
  add column learned_posts integer check (learned_posts >= 1),
  add column learned_posts_since timestamptz,
  add column learned_posts_until timestamptz,
  add check (num_nulls(learned_posts, learned_posts_since, learned_posts_until) in (0, 3));

-- TikTok's windows are the creator's: one TikTok account may be connected in several workspaces.
create index accounts_open_id_idx on accounts (open_id);

-- Of what is due at the same moment, such as when a cap frees a place, that comes first which was to be published first.
-- With mode and started_at it also tells what is booked on an account, without a look at the rows.
drop index publications_queue_idx;
create index publications_queue_idx on publications (account_id, next_step_at, publish_at, id) include (mode, started_at)
  where status in ('scheduled', 'publishing') and next_step_at is not null;
