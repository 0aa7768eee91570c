-- The clocks as the report counts them: a shadow of the tickets' JSON with one row a clock, because figures over a year
-- would open the JSON of every ticket. The trigger keeps it true whoever writes a ticket; nothing else writes here.
create table clock_figure (
  ticket_id bigint not null references ticket on delete cascade,
  clock text collate "C" not null,
  metric text collate "C" not null,
  severity text collate "C" not null,
  plan text collate "C" not null,
  account_id bigint,
  is_counted boolean not null,        -- false for spam and for what was merged away
  state text collate "C" not null,
  started_at timestamptz not null,
  due_at timestamptz,
  stopped_at timestamptz,
  breached_at timestamptz,
  target_ms bigint not null,
  used_ms bigint,                     -- of a stopped clock: how much of the target was used
  waited_ms bigint,                   -- of a stopped clock: how long it was paused, round the clock
  primary key (ticket_id, clock)
);
create index clock_figure_started on clock_figure (started_at);

create function instant_of(ms jsonb) returns timestamptz language sql immutable as
$$ select case when jsonb_typeof(ms) = 'number' then to_timestamp(ms::float8 / 1000) end $$;

create function clock_figures_of(t ticket) returns setof clock_figure language sql stable as $$
  select t.id, c->>'id', c->>'metric', t.severity, t.plan, t.account_id,
         t.closed_how is distinct from 'spam' and t.merged_into is null, c->>'state',
         instant_of(c->'startedAt'), instant_of(c->'dueAt'), instant_of(c->'stoppedAt'), instant_of(c->'breachedAt'),
         (c->'target'->'ms')::float8::bigint,
         case when c->>'state' in ('met', 'missed') and jsonb_typeof(c->'usedMs') = 'number' then (c->'usedMs')::float8::bigint end,
         case when c->>'state' in ('met', 'missed') then
           ((c->'stoppedAt')::float8 - (c->'startedAt')::float8 - coalesce((
             select sum(greatest(0, least(coalesce(s."to", (c->'stoppedAt')::float8), (c->'stoppedAt')::float8) - s."from"))
               from jsonb_to_recordset(c->'spans') as s("from" float8, "to" float8)), 0))::bigint end
    from jsonb_array_elements(t.clocks) as c
$$;

create function write_clock_figures() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    delete from clock_figure f where f.ticket_id = new.id
       and not exists (select from jsonb_array_elements(new.clocks) as c where c->>'id' = f.clock);
  end if;
  insert into clock_figure as f select * from clock_figures_of(new)
  on conflict (ticket_id, clock) do update
    set severity = excluded.severity, plan = excluded.plan, account_id = excluded.account_id,
        is_counted = excluded.is_counted, state = excluded.state, started_at = excluded.started_at,
        due_at = excluded.due_at, stopped_at = excluded.stopped_at, breached_at = excluded.breached_at,
        target_ms = excluded.target_ms, used_ms = excluded.used_ms, waited_ms = excluded.waited_ms
    where f is distinct from excluded;
  return null;
end $$;

create trigger ticket_clock_figures after insert on ticket for each row
  when (new.clocks <> '[]') execute function write_clock_figures();
create trigger ticket_clock_figures_change after update on ticket for each row
  when ((old.clocks, old.severity, old.plan, old.account_id, old.closed_how, old.merged_into)
        is distinct from (new.clocks, new.severity, new.plan, new.account_id, new.closed_how, new.merged_into))
  execute function write_clock_figures();

insert into clock_figure select f.* from ticket t cross join lateral clock_figures_of(t) as f;
