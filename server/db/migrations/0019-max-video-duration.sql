-- How long a video the creator may post, as TikTok said last, and when: so that a longer one is told before it is due.

alter table accounts
  add column max_video_duration_s integer,
  add column max_video_duration_at timestamptz;
