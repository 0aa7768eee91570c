-- When a ticket's clocks must be looked at next: a hint, recomputed with every change of them. The clocks are the truth.
alter table ticket add column next_look_at timestamptz;
create index ticket_next_look on ticket (next_look_at) where next_look_at is not null;
create index ticket_desk_version on ticket (desk_version_id, id) where status <> 'closed';

-- What people have been told of a clock. A threshold of one target is told once, however often it is looked at.
create table reminder (
  ticket_id bigint not null references ticket,
  clock text not null,
  target_version int not null,
  threshold text not null,            -- "50%", "escalate", "due", "overdue-1" …
  due_at timestamptz not null,        -- when it had to be told: at the threshold, or at the opening after it
  fired_at timestamptz not null,      -- when it was told
  letter text,                        -- null where a graver threshold was told in its place
  primary key (ticket_id, clock, target_version, threshold)
);
create index reminder_fired on reminder (fired_at);

-- The morning's digest of an agent: one for each opening day.
create table digest (
  agent text not null,
  day date not null,
  due_at timestamptz not null,
  fired_at timestamptz not null,
  primary key (agent, day)
);
