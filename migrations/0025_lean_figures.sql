-- The clocks' shadow made lean, so that a year of a busy desk is counted in a fraction of the time: small numbers instead
-- of words, no foreign key to check for each clock, and the sums over spans made once where a clock has stopped. What it
-- counts is what it counted before.
drop trigger ticket_clock_figures on ticket;
drop trigger ticket_clock_figures_change on ticket;
drop function write_clock_figures;
drop function clock_figures_of;
drop table clock_figure;
drop function instant_of;

-- Severities and plans as desk.yaml has ever called them: some dozens.
create table figure_word (
  id smallint not null generated always as identity primary key,
  word text collate "C" not null unique
);

create table clock_figure (
  ticket_id bigint not null,
  started_at timestamptz not null,
  target_ms bigint not null,
  metric smallint not null,           -- 1 first response, 2 next response, 3 resolution
  ordinal smallint not null,
  fate smallint not null,             -- 1 met, 2 missed, 3 cancelled, 5 running, 7 paused; 4, 6, 8: the same, but breached before
  severity smallint not null,         -- figure_word
  plan smallint not null,             -- figure_word
  is_counted boolean not null,        -- false for spam and for what was merged away
  account_id bigint,
  due_at timestamptz,
  used_ms bigint,                     -- of a stopped clock: how much of the target was used
  waited_ms bigint,                   -- of a stopped clock: how long it was paused, round the clock
  stopped_at timestamptz,
  breached_at timestamptz
);

-- The columns of a ticket's clocks that are the clocks' own.
create function clock_figures_of(clocks jsonb)
  returns table (metric smallint, ordinal smallint, fate smallint, started_at timestamptz, due_at timestamptz,
                 stopped_at timestamptz, breached_at timestamptz, target_ms bigint, used_ms bigint, waited_ms bigint)
  language sql stable parallel safe as $$
  select case c.metric when 'firstResponse' then 1 when 'nextResponse' then 2 when 'resolution' then 3 end::smallint, c.ordinal,
         case c.state when 'met' then 1 when 'missed' then 2
           else case c.state when 'cancelled' then 3 when 'running' then 5 when 'paused' then 7 end
                + case when c."breachedAt" is null then 0 else 1 end end::smallint,
         to_timestamp(c."startedAt" / 1000), to_timestamp(c."dueAt" / 1000), to_timestamp(c."stoppedAt" / 1000),
         to_timestamp(c."breachedAt" / 1000), (c.target->'ms')::float8::bigint,
         case when c.state in ('met', 'missed') then c."usedMs"::bigint end,
         case when c.state in ('met', 'missed') then (c."stoppedAt" - c."startedAt" - coalesce((
           select sum(greatest(0, least(coalesce(s."to", c."stoppedAt"), c."stoppedAt") - s."from"))
             from jsonb_to_recordset(c.spans) as s("from" float8, "to" float8)), 0))::bigint end
    from jsonb_to_recordset(clocks) as c(metric text, ordinal smallint, state text, "startedAt" float8, "dueAt" float8,
      "stoppedAt" float8, "breachedAt" float8, target jsonb, "usedMs" float8, spans jsonb)
$$;

create function write_clock_figures() returns trigger language plpgsql as $$
declare
  severity_id smallint;
  plan_id smallint;
begin
  select (select id from figure_word where word = new.severity), (select id from figure_word where word = new.plan)
    into severity_id, plan_id;
  if severity_id is null or plan_id is null then
    insert into figure_word (word) select w from unnest(array[new.severity, new.plan]) as w
     where not exists (select from figure_word k where k.word = w) order by w on conflict do nothing;
    select (select id from figure_word where word = new.severity), (select id from figure_word where word = new.plan)
      into severity_id, plan_id;
  end if;
  insert into clock_figure as f (ticket_id, metric, ordinal, fate, severity, plan, is_counted, account_id,
                                 started_at, due_at, stopped_at, breached_at, target_ms, used_ms, waited_ms)
  select new.id, c.metric, c.ordinal, c.fate, severity_id, plan_id,
         new.closed_how is distinct from 'spam' and new.merged_into is null, new.account_id,
         c.started_at, c.due_at, c.stopped_at, c.breached_at, c.target_ms, c.used_ms, c.waited_ms
    from clock_figures_of(new.clocks) as c
  on conflict (ticket_id, metric, ordinal) do update
    set fate = excluded.fate, severity = excluded.severity, plan = excluded.plan, is_counted = excluded.is_counted,
        account_id = excluded.account_id, started_at = excluded.started_at, due_at = excluded.due_at,
        stopped_at = excluded.stopped_at, breached_at = excluded.breached_at, target_ms = excluded.target_ms,
        used_ms = excluded.used_ms, waited_ms = excluded.waited_ms
    where f is distinct from excluded;
  -- A clock hardly ever goes away; an insert has none that could have.
  if tg_op = 'UPDATE' and jsonb_path_query_array(old.clocks, '$[*].id') <> jsonb_path_query_array(new.clocks, '$[*].id') then
    delete from clock_figure f where f.ticket_id = new.id
       and not exists (select from clock_figures_of(new.clocks) as c where c.metric = f.metric and c.ordinal = f.ordinal);
  end if;
  return null;
end $$;

create function drop_clock_figures() returns trigger language plpgsql as $$
begin
  delete from clock_figure where ticket_id = old.id;
  return null;
end $$;

insert into figure_word (word) select severity from ticket union select plan from ticket order by 1;
insert into clock_figure (ticket_id, metric, ordinal, fate, severity, plan, is_counted, account_id,
                          started_at, due_at, stopped_at, breached_at, target_ms, used_ms, waited_ms)
select t.id, c.metric, c.ordinal, c.fate, s.id, p.id, t.closed_how is distinct from 'spam' and t.merged_into is null, t.account_id,
       c.started_at, c.due_at, c.stopped_at, c.breached_at, c.target_ms, c.used_ms, c.waited_ms
  from ticket t join figure_word s on s.word = t.severity join figure_word p on p.word = t.plan
 cross join lateral clock_figures_of(t.clocks) as c;
alter table clock_figure add primary key (ticket_id, metric, ordinal);
create index clock_figure_started on clock_figure (started_at);

create trigger ticket_clock_figures after insert on ticket for each row
  when (new.clocks <> '[]') execute function write_clock_figures();
create trigger ticket_clock_figures_change after update on ticket for each row
  when ((old.clocks, old.severity, old.plan, old.account_id, old.closed_how, old.merged_into)
        is distinct from (new.clocks, new.severity, new.plan, new.account_id, new.closed_how, new.merged_into))
  execute function write_clock_figures();
create trigger ticket_clock_figures_end after delete on ticket for each row execute function drop_clock_figures();

-- What the report counts of tickets and of letters about promises stands in these indexes, so that it need not open rows
-- that carry conversations' clocks and letters' contents.
drop index ticket_opened, ticket_ended;
create index ticket_opened on ticket (opened_at) include (severity, request_type, account_id, closed_how, merged_into);
create index ticket_ended on ticket (closed_at) include (status, account_id, closed_how, merged_into);
create index outgoing_told on outgoing (event_key) include (letter, state, sent_at) where event_key like 'look:%';
