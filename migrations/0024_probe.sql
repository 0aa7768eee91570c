-- Forged mails that the desk sends to itself over its real mail server, one row each, and what came of it.
create table probe (
  run text not null,                  -- the day (20261123), or the second at which the operator asked (20261123t093000)
  name text not null,
  at timestamptz not null,
  attempts smallint not null default 1,
  -- sending, sent, refused (by the server), unsent (no server), returned (a bounce came), arrived (and was not believed),
  -- believed, missing (it never arrived)
  state text not null check (state in ('sending', 'sent', 'refused', 'unsent', 'returned', 'arrived', 'believed', 'missing')),
  detail text not null default '',
  primary key (run, name)
);
