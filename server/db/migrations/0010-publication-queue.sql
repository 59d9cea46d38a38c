-- Publications are their own queue: what is due, and who works on it, stands in their rows and nowhere else.

drop index publications_due_idx;
create index publications_due_idx on publications (next_step_at)
  where status in ('scheduled', 'publishing') and next_step_at is not null;
-- The first due publication of each account, one account after another.
create index publications_queue_idx on publications (account_id, next_step_at, id)
  where status in ('scheduled', 'publishing') and next_step_at is not null;
create index publications_polls_idx on publications (next_step_at)
  where status in ('processing', 'unconfirmed', 'published') and next_step_at is not null;
create index publications_leases_idx on publications (account_id) where lease_id is not null;

do $$
begin
  if to_regclass('pgboss.job') is not null then
    delete from pgboss.job where name in ('publish-post', 'track-post');
  end if;
end $$;

-- Takes a place in a window: at most place_limit in any window_ms. Null when it is taken, else when there is room.
create function take_place(
  place_bucket text, place_limit integer, window_ms double precision, place_member text, at timestamptz
) returns timestamptz language plpgsql as $$
declare
  lifetime interval := window_ms * interval '1 millisecond';
  blocking timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended(place_bucket, 0));
  delete from room_reservations where bucket = place_bucket and reserved_at <= at - lifetime;
  if place_member is not null
    and exists (select from room_reservations where bucket = place_bucket and member = place_member) then
    return null;
  end if;
  select reserved_at into blocking from room_reservations
    where bucket = place_bucket order by reserved_at desc offset place_limit - 1 limit 1;
  if found then return blocking + lifetime; end if;
  insert into room_reservations (bucket, member, reserved_at) values (place_bucket, place_member, at);
  return null;
end $$;
