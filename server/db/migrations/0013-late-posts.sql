-- How late a publication may begin after a standstill, in minutes; what is later waits for a person.
alter table workspaces
  add column publish_late_max_minutes integer not null default 720
  check (publish_late_max_minutes between 0 and 10080);

-- Who said of an upload that no post came of it, though TikTok had not: TikTok may yet say otherwise.
alter table transfers add column resolved_by text;
