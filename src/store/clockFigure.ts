/**
 * Figures of `clock_figure`, the shadow of the clocks that stand in the tickets as JSON. A year of a busy desk is some
 * hundred thousand of them, so they are read twice and no more: once for what is counted, once for what must be put in
 * order.
 */
import type { Queries } from "../io/postgres.ts";
import type { ClockRows } from "../ticket/report/reportRows.ts";

/** `edges` are the beginnings of the stretches (ms), ascending; `accountId` null means every account. */
export type ClockScope = { since: number; until: number; edges: number[]; accountId: number | null; now: number };

/** Metrics and fates stand in the table as small numbers, whose meaning its migration (0025) gives. */
export const metricName = (metric: string) =>
  `case ${metric} when 1 then 'firstResponse' when 2 then 'nextResponse' when 3 then 'resolution' end`;
/** A running clock whose due moment has passed by `now` (SQL) is missed before anybody has looked at it. */
export const fateAt = (now: string) => `case when c.fate = 5 and c.due_at < ${now} then 6 else c.fate end`;
export const outcomeName = (fate: string) =>
  `case when ${fate} = 1 then 'met' when ${fate} in (2, 4, 6, 8) then 'missed' when ${fate} = 3 then 'cancelled' else 'running' end`;

const ofPeriod = `c.started_at >= $1::timestamptz and c.started_at < $2::timestamptz and c.is_counted
              and ($3::bigint is null or c.account_id = $3)`;
const metricColumn = `${metricName("metric")} as metric`;
const fateColumns = `${outcomeName("fate")} as outcome, fate >= 5 as "isOpen", fate >= 7 as "isPaused", sum(count)::int as count`;
/** The rows of a query as a JSON list. */
export const rowsOf = (query: string) => `(select coalesce(json_agg(g), '[]') from (${query}) as g)`;

/**
 * What a clock is counted under is one number, because that is hashed in half the time of its parts: a cell is metric,
 * fate, severity, plan and stretch in 2, 4, 16, 16 and 12 bits. `offset 0` hides from the planner what the numbers are
 * made of; it would expect a group for each clock and clear that much memory for them.
 */
const countText = `
with c as (
  select (((c.metric * 16 + ${fateAt("$5::timestamptz")})::bigint * 65536 + c.severity) * 65536 + c.plan) * 4096
           + width_bucket(c.started_at, $4::timestamptz[]) as cell,
         coalesce(c.account_id, 0) * 64 + c.metric * 16 + ${fateAt("$5::timestamptz")} as on_account,
         c.metric * 64 + width_bucket(c.used_ms::float8, $6::float8[]) as used
    from clock_figure c where ${ofPeriod} offset 0
), counted as materialized (
  select cell, on_account, used, grouping(cell, on_account, used) as parted, count(*)::int as count
    from c group by grouping sets ((cell), (on_account), (used))
), cell as materialized (
  select cell >> 48 as metric, cell >> 44 & 15 as fate, cell >> 28 & 65535 as severity, cell >> 12 & 65535 as plan,
         cell & 4095 as stretch, count
    from counted where parted = 3
)
select ${rowsOf(`select ${metricColumn}, s.word as severity, p.word as plan, ${fateColumns}
          from cell join figure_word s on s.id = cell.severity join figure_word p on p.id = cell.plan
         group by cell.metric, s.word, p.word, fate`)} as kinds,
       ${rowsOf(`select ${metricColumn}, stretch, ${fateColumns} from cell group by metric, stretch, fate`)} as stretches,
       ${rowsOf(`select a.name as account, nullif(k.account, 0) as account_id, ${metricColumn}, ${fateColumns}
          from (select on_account / 64 as account, on_account >> 4 & 3 as metric, on_account & 15 as fate, count
                  from counted where parted = 5) as k left join account a on a.id = k.account
         group by a.name, k.account, k.metric, k.fate`)} as accounts,
       ${rowsOf(`select ${metricName("used / 64")} as metric, used & 63 as bin, count
          from counted where parted = 6 and used is not null`)} as histogram`;

const spreadText = `
select ${metricName("c.metric")} as metric, s.word as severity, c.count, c.shares[1] as "medianMs", c.shares[2] as "p90Ms",
       c.waits, c.wait as "medianWaitMs"
  from (select c.metric, c.severity, count(c.used_ms)::int as count,
               percentile_disc(array[0.5, 0.9]) within group (order by c.used_ms) as shares,
               count(*) filter (where c.metric = 3 and c.waited_ms > 0)::int as waits,
               percentile_disc(0.5) within group (order by c.waited_ms) filter (where c.metric = 3 and c.waited_ms > 0) as wait
          from clock_figure c where ${ofPeriod} and (c.used_ms is not null or c.waited_ms > 0)
         group by c.metric, rollup(c.severity)) as c
  left join figure_word s on s.id = c.severity`;

/** `usedEdges`: milliseconds of used time at which the bars of the histogram are cut, ascending. */
export async function clockFigures(db: Queries, scope: ClockScope, usedEdges: readonly number[]): Promise<ClockRows> {
  const period = [new Date(scope.since), new Date(scope.until), scope.accountId];
  const edges = scope.edges.map((edge) => new Date(edge));
  const counted = await db.query<Omit<ClockRows, "spreads" | "waits">>(countText, [
    ...period,
    edges,
    new Date(scope.now),
    usedEdges,
  ]);
  const ordered = await db.query<ClockRows["spreads"][number] & { waits: number; medianWaitMs: number | null }>(
    spreadText,
    period,
  );
  const resolutions = ordered.rows.find(({ metric, severity }) => metric === "resolution" && severity === null);
  return {
    ...only(counted.rows),
    spreads: ordered.rows
      .filter(({ count }) => count > 0)
      .map(({ metric, severity, count, medianMs, p90Ms }) => ({ metric, severity, count, medianMs, p90Ms })),
    waits: { count: resolutions?.waits ?? 0, medianMs: resolutions?.medianWaitMs ?? null },
  };
}

/** An aggregate over nothing is a row, too. */
export function only<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error("the database gave no figures");
  return row;
}
