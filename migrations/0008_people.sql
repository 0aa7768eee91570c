-- What is kept about people, and for how long: tombstones, holds, and the trail of who did what.

-- A raw mail whose bytes and labels were erased or have had their time: the row stays, so that the same mail is neither
-- fetched nor acted on again.
alter table raw_mail add column erased_at timestamptz;
create index raw_mail_kept on raw_mail (stored_at, id) where erased_at is null and disposition is not null;

-- A ticket whose conversation is gone; its dates, clocks and figures stay.
alter table ticket add column erased_at timestamptz;
create index ticket_closed on ticket (closed_at, id) where status = 'closed' and erased_at is null;

-- A legal hold: what concerns this person or this ticket is neither erased nor swept until it is lifted.
create table legal_hold (
  id bigint generated always as identity primary key,
  address text unique,
  ticket_id bigint unique references ticket,
  reason text not null,
  held_at timestamptz not null default now(),
  check ((address is null) <> (ticket_id is null))
);

-- Who did what and when, told without names: people stand here as keyed hashes, so that erasing somebody leaves the
-- trail whole. Rows are only ever added.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  actor text not null,                -- a keyed hash of an address, or "operator", or "intray"
  deed text not null,
  subject text,                       -- a keyed hash of an address, or the number of a ticket or raw mail
  detail jsonb not null default '{}'
);
create index audit_deed on audit (deed, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger audit_is_append_only before update or delete on audit for each row execute function refuse_change();
create trigger audit_is_not_emptied before truncate on audit for each statement execute function refuse_change();
