-- Lists of posts are newest first. With the age of its post beside its state, a publication leads to the newest posts that
-- may be in a state; and posts are found by their time of publishing. It never changes, and whoever inserts need not know it.

alter table publications add column post_created_at timestamptz;
update publications set post_created_at = posts.created_at from posts where posts.id = publications.post_id;

create function set_post_created_at() returns trigger language plpgsql as $$
begin
  new.post_created_at := (select created_at from posts where id = new.post_id);
  return new;
end $$;
create trigger publications_post_created_at before insert on publications
  for each row execute function set_post_created_at();
alter table publications alter column post_created_at set not null;

drop index publications_workspace_idx;
create index publications_newest_idx on publications (workspace_id, status, post_created_at desc, post_id desc);
create index posts_publish_at_idx on posts (workspace_id, publish_at, created_at desc, id desc);
create index posts_untimed_idx on posts (workspace_id, created_at desc, id desc) where publish_at is null;
