-- A post keeps the Idempotency-Key of the request that made it, and the hash that tells a repeat from another request:
-- saved in the post's own transaction, so a repeat finds it whatever became of the answer.

alter table posts
  add column idempotency_key text,
  add column request_hash text,
  add constraint posts_key_with_hash check ((idempotency_key is null) = (request_hash is null));
create unique index posts_idempotency_key_idx on posts (workspace_id, idempotency_key) where idempotency_key is not null;
