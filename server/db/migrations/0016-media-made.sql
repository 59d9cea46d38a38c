-- Media that are made: of what, how far they are, and why they failed. Images bring what TikTok pulls in their place.
-- Several media items of a workspace with the same content share one stored file.

alter table media
  drop constraint media_kind_check,
  add constraint media_kind_check check (kind in ('video', 'image', 'audio')),
  add column made_from jsonb,
  add column progress real,
  add column failure jsonb,
  add column render_attempts integer not null default 0,
  -- When a worker last worked on it, or it was asked for: what the sweep looks at when a job got lost.
  add column render_seen_at timestamptz,
  -- The normalised copy of an image, stored beside it.
  add column photo jsonb;
create index media_content_idx on media (workspace_id, sha256);
create index media_storage_key_idx on media (storage_key);
create index media_rendering_idx on media (render_seen_at) where status = 'rendering';

-- Every finding says whether Clipdeck can mend it.
update media set checks = coalesce(
  (select jsonb_agg(each || '{"fix": null}') from jsonb_array_elements(checks) as each), '[]');
