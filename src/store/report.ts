/**
 * What the report counts, read from the rows by aggregates, so that a year of a busy desk is a few thousand groups and
 * not its tickets. The clocks are counted in clockFigure.ts.
 */
import type { Queries } from "../io/postgres.ts";
import type { Period } from "../ticket/report/reportPeriod.ts";
import type { IdeaRows, LatenessRow, RatingRows, VolumeRows } from "../ticket/report/reportRows.ts";
import { type ClockScope, only, rowsOf } from "./clockFigure.ts";

export type Scope = Period & ClockScope;

/** A ticket that never was one, or is part of another, promises nothing (lifecycle.md). */
const counts = "t.closed_how is distinct from 'spam' and t.merged_into is null";
const ofAccount = "($3::bigint is null or t.account_id = $3)";
/** Where every account counts, the tickets need not be looked up at all. */
const ofTicket = (id: string) =>
  `($3::bigint is null or exists (select from ticket t where t.id = ${id} and t.account_id = $3))`;

function common({ since, until, accountId }: Scope): [Date, Date, number | null] {
  return [new Date(since), new Date(until), accountId];
}

function instants(edges: readonly number[]): Date[] {
  return edges.map((edge) => new Date(edge));
}

/**
 * Tickets opened in the period by what they are and when they came, and what was closed and reopened in it. Hours are
 * counted from the epoch's, which began on a Thursday (weekday 4 of ISO 8601).
 */
export async function volumeFigures(db: Queries, scope: Scope): Promise<VolumeRows> {
  const { rows } = await db.query<VolumeRows>(
    `with t as (
       select case when t.closed_how = 'spam' then 1 when t.merged_into is not null then 2 else 0 end as left_out,
              t.severity, t.request_type, width_bucket(t.opened_at, $5::timestamptz[]) as stretch,
              floor(date_part('epoch', t.opened_at at time zone $4) / 3600)::int % 168 as hour
         from ticket t where t.opened_at >= $1 and t.opened_at < $2 and ${ofAccount} offset 0
     ), counted as materialized (
       select left_out, severity, request_type, hour, stretch, grouping(severity, hour, stretch) as parted, count(*)::int as count
         from t group by grouping sets ((left_out), (left_out, severity, request_type), (left_out, hour), (left_out, stretch))
     ), kept as (select * from counted where left_out = 0)
     select (select json_build_object('opened', coalesce(sum(count) filter (where left_out = 0), 0),
               'spam', coalesce(sum(count) filter (where left_out = 1), 0), 'merged', coalesce(sum(count) filter (where left_out = 2), 0))
               from counted where parted = 7) as totals,
            ${rowsOf(`select (hour / 24 + 3) % 7 + 1 as weekday, hour % 24 as hour, count from kept where parted = 5`)} as hours,
            ${rowsOf(`select severity, request_type as "requestType", count from kept where parted = 3`)} as kinds,
            ${rowsOf(`select stretch, count from kept where parted = 6`)} as stretches,
            (select count(*)::int from ticket t where t.closed_at >= $1 and t.closed_at < $2 and t.status = 'closed'
               and ${counts} and ${ofAccount}) as closed,
            (select jsonb_build_object('times', count(*)::int, 'tickets', count(distinct e.ticket_id)::int)
               from event e join ticket t on t.id = e.ticket_id
              where e.type = 'statusChanged' and e.data->>'from' in ('solved', 'closed') and e.data->>'to' = 'open'
                and e.at >= $1 and e.at < $2 and ${counts} and ${ofAccount}) as reopened`,
    [...common(scope), scope.timezone, instants(scope.edges)],
  );
  return only(rows);
}

/** Ratings first given in the period, as they stand now, by stretch and by the answer's agent. */
export async function ratingFigures(db: Queries, scope: Scope): Promise<RatingRows> {
  const { rows } = await db.query<RatingRows>(
    `with r as materialized (
       select r.score, r.machine_mark is not null as by_machine, m.author_address as agent,
              width_bucket(r.rated_at, $4::timestamptz[]) as stretch, count(*)::int as count
         from rating r join message m on m.id = r.message_id
        where r.rated_at >= $1 and r.rated_at < $2 and ${ofTicket("r.ticket_id")} group by 1, 2, 3, 4
     )
     select (select coalesce(sum(count), 0)::int from r where by_machine) as "byMachine",
            ${rowsOf(`select stretch, agent, score, count from r where not by_machine`)} as scores`,
    [...common(scope), instants(scope.edges)],
  );
  return only(rows);
}

/**
 * Letters about clocks that were planned for the period: how long after the planned instant each was taken by the mail
 * server. A letter's event key names the ticket, clock, target version and threshold that it was written for.
 */
export async function latenessFigures(db: Queries, scope: Scope, lateEdges: readonly number[]): Promise<LatenessRow[]> {
  const { rows } = await db.query<LatenessRow>(
    `with l as materialized (
       select o.letter, o.state, date_part('epoch', o.sent_at - r.due_at) * 1000 as late
         from reminder r
         join outgoing o on o.letter = r.letter and o.event_key like 'look:%'
          and o.event_key = 'look:' || r.ticket_id || ':' || r.clock || ':v' || r.target_version || ':' || r.threshold
        where r.due_at >= $1 and r.due_at < $2 and r.letter is not null and ${ofTicket("r.ticket_id")}
     )
     select l.letter, count(l.late)::int as sent, count(*) filter (where l.late is null and l.state in ('queued', 'deferred', 'sending'))::int as waiting,
            count(*) filter (where l.late is null and l.state not in ('queued', 'deferred', 'sending'))::int as unsent,
            percentile_disc(0.5) within group (order by l.late) as "medianMs",
            percentile_disc(0.9) within group (order by l.late) as "p90Ms", max(l.late) as "maxMs",
            ${rowsOf(`select width_bucket(h.late, $4::float8[]) as bin, count(*)::int as count
                 from l h where h.letter = l.letter and h.late is not null group by 1`)} as histogram
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
  return only(rows);
}
