-- How often the fate of an outgoing mail was unknown: a reply is sent once more after the first time, never after the second.
alter table outgoing add column unknown_count smallint not null default 0;
create index outgoing_unknown on outgoing (next_at) where state = 'unknown' and unknown_count = 1 and class = 'reply';
