-- A kept answer may hold a secret that is shown only once, such as an API key: it is sealed like a token.
-- Answers in the clear are forgotten.
delete from idempotency_keys;
alter table idempotency_keys rename column body to sealed_body;

-- What waits for a person, by account: asked for each minute.
create index publications_held_idx on publications (account_id) where status = 'held';
