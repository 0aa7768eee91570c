/** Which reports were mailed to whom, and whose month an account's letter tells of. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Language } from "../ticket/letter.ts";
import type { MonthlyPromise } from "../ticket/report/reportLetter.ts";
import type { Period } from "../ticket/report/reportPeriod.ts";
import { fateAt, metricName, outcomeName } from "./clockFigure.ts";

export type ReportKind = "weekly" | "monthly";

/** True for whoever may write this report; it is written once. `day`: the first local date it tells of. */
export async function claimReport(
  tx: Tx,
  { kind, reader, day }: { kind: ReportKind; reader: string; day: string },
  dueAt: number,
  now: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into mailed_report (kind, reader, period_start, due_at, fired_at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [kind, reader, day, new Date(dueAt), new Date(now)],
  );
  return rowCount === 1;
}

export async function readersOfReport(db: Queries, kind: ReportKind, day: string): Promise<Set<string>> {
  const { rows } = await db.query<{ reader: string }>(
    "select reader from mailed_report where kind = $1 and period_start = $2",
    [kind, day],
  );
  return new Set(rows.map(({ reader }) => reader));
}

export type AccountToTell = {
  id: number;
  name: string;
  language: Language | null;
  /** Who authorises for the account, else who stands first on its list; null where it lists nobody. */
  contact: { name: string; address: string } | null;
};

/** Accounts with a ticket or a promise in the period. */
export async function accountsToTell(db: Queries, { since, until }: Period): Promise<AccountToTell[]> {
  const { rows } = await db.query<AccountToTell>(
    `select a.id, a.name, coalesce(c.language, a.language) as language,
            case when c.address is not null then jsonb_build_object('name', c.name, 'address', c.address) end as contact
       from account a
       left join lateral (select address, name, language from contact where account_id = a.id
                           order by is_authoriser desc, id limit 1) c on true
      where exists (select from ticket t where t.account_id = a.id and t.opened_at >= $1 and t.opened_at < $2
                       and t.closed_how is distinct from 'spam' and t.merged_into is null)
         or exists (select from clock_figure f where f.account_id = a.id and f.is_counted
                       and f.started_at >= $1 and f.started_at < $2)
      order by a.id`,
    [new Date(since), new Date(until)],
  );
  return rows;
}

/** An account's promises of the period, the missed ones first; one more than `countMax` tells that there are more. */
export async function promisesOfAccount(
  db: Queries,
  accountId: number,
  { since, until }: Period,
  now: number,
  countMax: number,
): Promise<{ promises: MonthlyPromise[]; unlisted: number }> {
  const { rows } = await db.query<MonthlyPromise & { total: number }>(
    `select c.ticket_id as "ticketId", s.word as severity, ${metricName("c.metric")} as metric, c.outcome,
            c.target_ms as "targetMs", c.used_ms as "usedMs", date_part('epoch', c.started_at) * 1000 as "startedAt",
            date_part('epoch', coalesce(c.breached_at, c.due_at)) * 1000 as "dueAt",
            date_part('epoch', c.stopped_at) * 1000 as "stoppedAt", (count(*) over ())::int as total
       from (select c.*, ${outcomeName(`(${fateAt("$4::timestamptz")})`)} as outcome
               from clock_figure c
              where c.account_id = $3 and c.is_counted and c.started_at >= $1 and c.started_at < $2) as c
       join figure_word s on s.id = c.severity
      order by c.outcome = 'missed' desc, c.started_at, c.ticket_id, c.metric, c.ordinal limit $5`,
    [new Date(since), new Date(until), accountId, new Date(now), countMax],
  );
  const promises = rows.map(({ total: _, ...promise }) => promise);
  return { promises, unlisted: (rows[0]?.total ?? 0) - rows.length };
}
