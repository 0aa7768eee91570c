-- One rating per response and participant: how it stands now, and how it came to it.
create table rating (
  message_id bigint not null references message,
  person text not null,
  ticket_id bigint not null references ticket,
  score smallint not null check (score between 1 and 5),
  comment text not null default '',
  source text not null check (source in ('link', 'reply')),
  machine_mark text check (machine_mark in ('tooSoon', 'manyAtOnce')),  -- why it looks like a machine's: left out of figures
  rated_at timestamptz not null,      -- first; it may be changed for two weeks from here
  changed_at timestamptz not null,
  primary key (message_id, person)
);
create index rating_ticket on rating (ticket_id);
create index rating_person on rating (person, changed_at);

-- Every rating as it was saved, oldest first.
create table rating_history (
  id bigint generated always as identity primary key,
  message_id bigint not null,
  person text not null,
  score smallint not null,
  comment text not null,
  source text not null,
  machine_mark text,
  at timestamptz not null,
  foreign key (message_id, person) references rating
);
create index rating_history_rating on rating_history (message_id, person);
