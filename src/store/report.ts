/**
 * What the report counts, read from the rows by aggregates, so that a year of a busy desk is a few thousand groups and
 * not its tickets. Clocks are counted in `clock_figure`, the shadow of what stands in the tickets as JSON.
 */
import type { Queries } from "../io/postgres.ts";
import type { Period } from "../ticket/reportPeriod.ts";
import type { ClockRows, IdeaRows, LatenessRow, RatingRows, VolumeRows } from "../ticket/reportRows.ts";

/** `edges` are the beginnings of the stretches (ms), ascending; `accountId` null means every account. */
export type Scope = Period & { edges: number[]; accountId: number | null; now: number };

/** A ticket that never was one, or is part of another, promises nothing (lifecycle.md). */
const counts = "t.closed_how is distinct from 'spam' and t.merged_into is null";
const ofAccount = "($3::bigint is null or t.account_id = $3)";

/** The clocks that began in the period, each with what became of it. `$4` edges, `$5` now. */
const clocksOfPeriod = `
  select c.metric, c.severity, c.plan, c.account_id, width_bucket(c.started_at, $4::timestamptz[]) as stretch,
         case when c.state = 'met' then 'met'
              when c.state = 'missed' or c.breached_at is not null or (c.state = 'running' and c.due_at < $5::timestamptz) then 'missed'
              when c.state = 'cancelled' then 'cancelled' else 'running' end as outcome,
         c.state in ('running', 'paused') as is_open, c.state = 'paused' as is_paused, c.used_ms as used, c.waited_ms as waited
    from clock_figure c
   where c.started_at >= $1 and c.started_at < $2 and c.is_counted and ($3::bigint is null or c.account_id = $3)`;

const clockText = `
with c as materialized (${clocksOfPeriod})
select (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
          select metric, severity, plan, stretch, outcome, is_open as "isOpen", is_paused as "isPaused", count(*)::int as count
            from c group by 1, 2, 3, 4, 5, 6, 7) as g) as outcomes,
       (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
          select a.name as account, k.* from (
            select account_id, metric, outcome, is_open as "isOpen", is_paused as "isPaused", count(*)::int as count
              from c group by 1, 2, 3, 4, 5) as k left join account a on a.id = k.account_id) as g) as accounts,
       (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
          select metric, severity, count(used)::int as count, percentile_disc(0.5) within group (order by used) as "medianMs",
                 percentile_disc(0.9) within group (order by used) as "p90Ms"
            from c where used is not null group by grouping sets ((metric), (metric, severity))) as g) as spreads,
       (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
          select metric, width_bucket(used::float8, $6::float8[]) as bin, count(*)::int as count
            from c where used is not null group by 1, 2) as g) as histogram,
       (select jsonb_build_object('count', count(waited)::int, 'medianMs', percentile_disc(0.5) within group (order by waited))
          from c where metric = 'resolution' and waited > 0) as waits`;

export async function clockFigures(db: Queries, scope: Scope, usedEdges: readonly number[]): Promise<ClockRows> {
  const { rows } = await db.query<ClockRows>(clockText, [
    ...common(scope),
    scope.edges.map((edge) => new Date(edge)),
    new Date(scope.now),
    usedEdges,
  ]);
  const row = rows[0];
  if (row === undefined) throw new Error("the database gave no figures");
  return row;
}

function common({ since, until, accountId }: Scope): [Date, Date, number | null] {
  return [new Date(since), new Date(until), accountId];
}

/** Tickets opened in the period by what they are and when they came, and what was closed and reopened in it. */
export async function volumeFigures(db: Queries, scope: Scope): Promise<VolumeRows> {
  const { rows } = await db.query<VolumeRows>(
    `with t as materialized (
       select t.severity, t.request_type, t.closed_how = 'spam' as is_spam, t.merged_into is not null as is_merged,
              t.opened_at, t.opened_at at time zone $4 as local
         from ticket t where t.opened_at >= $1 and t.opened_at < $2 and ${ofAccount}
     ), kept as materialized (select * from t where is_spam is not true and not is_merged)
     select (select jsonb_build_object('opened', count(*) filter (where is_spam is not true and not is_merged),
               'spam', count(*) filter (where is_spam), 'merged', count(*) filter (where is_merged and is_spam is not true))
               from t) as totals,
            (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
               select extract(isodow from local)::int as weekday, extract(hour from local)::int as hour, count(*)::int as count
                 from kept group by 1, 2) as g) as hours,
            (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
               select severity, request_type as "requestType", count(*)::int as count from kept group by 1, 2) as g) as kinds,
            (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
               select width_bucket((extract(epoch from opened_at) * 1000)::float8, $5::float8[]) as stretch, count(*)::int as count
                 from kept group by 1) as g) as stretches,
            (select count(*)::int from ticket t where t.closed_at >= $1 and t.closed_at < $2 and t.status = 'closed'
               and ${counts} and ${ofAccount}) as closed,
            (select jsonb_build_object('times', count(*)::int, 'tickets', count(distinct e.ticket_id)::int)
               from event e join ticket t on t.id = e.ticket_id
              where e.type = 'statusChanged' and e.data->>'from' in ('solved', 'closed') and e.data->>'to' = 'open'
                and e.at >= $1 and e.at < $2 and ${counts} and ${ofAccount}) as reopened`,
    [...common(scope), scope.timezone, scope.edges],
  );
  const row = rows[0];
  if (row === undefined) throw new Error("the database gave no figures");
  return row;
}

/** Ratings first given in the period, as they stand now, by stretch and by the answer's agent. */
export async function ratingFigures(db: Queries, scope: Scope): Promise<RatingRows> {
  const { rows } = await db.query<RatingRows>(
    `with r as materialized (
       select r.score, r.machine_mark is not null as by_machine, m.author_address as agent,
              width_bucket((extract(epoch from r.rated_at) * 1000)::float8, $4::float8[]) as stretch
         from rating r join message m on m.id = r.message_id join ticket t on t.id = r.ticket_id
        where r.rated_at >= $1 and r.rated_at < $2 and ${ofAccount}
     )
     select (select count(*)::int from r where by_machine) as "byMachine",
            (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
               select stretch, agent, score, count(*)::int as count from r where not by_machine group by 1, 2, 3) as g) as scores`,
    [...common(scope), scope.edges],
  );
  const row = rows[0];
  if (row === undefined) throw new Error("the database gave no figures");
  return row;
}

/**
 * Letters about clocks that were planned for the period: how long after the planned instant each was taken by the mail
 * server. A letter's event key names the ticket, clock, target version and threshold that it was written for.
 */
export async function latenessFigures(db: Queries, scope: Scope, lateEdges: readonly number[]): Promise<LatenessRow[]> {
  const { rows } = await db.query<LatenessRow>(
    `with l as materialized (
       select o.letter, o.state, extract(epoch from o.sent_at - r.due_at) * 1000 as late
         from reminder r join ticket t on t.id = r.ticket_id
         join outgoing o on o.letter = r.letter
          and o.event_key = 'look:' || r.ticket_id || ':' || r.clock || ':v' || r.target_version || ':' || r.threshold
        where r.due_at >= $1 and r.due_at < $2 and r.letter is not null and ${ofAccount}
     )
     select l.letter, count(l.late)::int as sent, count(*) filter (where l.late is null and l.state in ('queued', 'deferred', 'sending'))::int as waiting,
            count(*) filter (where l.late is null and l.state not in ('queued', 'deferred', 'sending'))::int as unsent,
            percentile_disc(0.5) within group (order by l.late)::float8 as "medianMs",
            percentile_disc(0.9) within group (order by l.late)::float8 as "p90Ms", max(l.late)::float8 as "maxMs",
            (select coalesce(jsonb_agg(to_jsonb(g)), '[]') from (
               select width_bucket(h.late::float8, $4::float8[]) as bin, count(*)::int as count
                 from l h where h.letter = l.letter and h.late is not null group by 1) as g) as histogram
       from l group by l.letter`,
    [...common(scope), lateEdges],
  );
  return rows;
}

/** Ideas gathered, published and voted for in the period, and how all of them stand now. */
export async function ideaFigures(db: Queries, { since, until }: Period): Promise<IdeaRows> {
  const { rows } = await db.query<IdeaRows>(
    `select count(*) filter (where created_at >= $1 and created_at < $2)::int as gathered,
            count(*) filter (where published_at >= $1 and published_at < $2)::int as published,
            (select count(*)::int from idea_vote where voted_at >= $1 and voted_at < $2) as votes,
            count(*) filter (where status = 'planned')::int as planned, count(*) filter (where status = 'started')::int as started,
            count(*) filter (where status = 'done')::int as done, count(*) filter (where status = 'declined')::int as declined
       from idea where joined_into is null`,
    [new Date(since), new Date(until)],
  );
  const row = rows[0];
  if (row === undefined) throw new Error("the database gave no figures");
  return row;
}
