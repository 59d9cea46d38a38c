-- Whether there is an animated strip beside the file of a video; null until somebody asks for it.

alter table media add column has_strip boolean;
