-- A flood in somebody's name must not swallow the mail that is provably theirs: the two are told apart.
alter table flood add column is_proven boolean not null default false;
drop index flood_running;
create unique index flood_running on flood (scope, subject, is_proven) where ended_at is null;
create index greeting_text on greeting (text_hash, received_at);
create index greeting_echo on greeting (domain, received_at) where is_echo and withheld is null;
create index greeting_ticket on greeting (ticket_id);
