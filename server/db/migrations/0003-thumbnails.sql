-- Null: nobody has tried to make one yet. False: it cannot be made.
alter table media add column has_thumbnail boolean;
