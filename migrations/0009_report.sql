-- What the report asks for: the tickets of a period, what was reopened in it, and how it was rated.
create index ticket_opened on ticket (opened_at);
create index ticket_ended on ticket (closed_at);
create index event_reopened on event (at)
  where type = 'statusChanged' and data->>'from' in ('solved', 'closed') and data->>'to' = 'open';
create index rating_rated on rating (rated_at);
create index reminder_due on reminder (due_at) where letter is not null;

-- Mailed reports: one for each period and reader, however many workers look and wherever clocks jump.
create table mailed_report (
  kind text not null check (kind in ('weekly', 'monthly')),
  reader text not null,               -- an agent's address, or "account:" and its number
  period_start date not null,         -- the first local day that it tells of
  due_at timestamptz not null,
  fired_at timestamptz not null,
  primary key (kind, reader, period_start)
);
