/**
 * The report tells the truth: a year of 100,000 tickets whose fates were planned beforehand is counted, and every figure
 * equals what was planned, added up by other code, and what plain SQL over the tickets' own JSON counts.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { openDesks } from "../../src/flow/desks.ts";
import { askReport } from "../../src/flow/report/report.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import type { Outcomes, Report } from "../../src/ticket/report/report.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { deskYaml } from "../harness/deskFile.ts";
import {
  type Fate,
  type PlannedClock,
  type PlannedTicket,
  planYear,
  writeYear,
  type Year,
} from "../harness/manyTickets.ts";

const now = Date.parse("2026-11-23T09:00:00Z");
const metrics = ["firstResponse", "nextResponse", "resolution"] as const;
/** Warsaw keeps summer time until 25 October 2026, 01:00 UTC. */
const offsetMs = (at: number) =>
  at >= Date.parse("2026-03-29T01:00:00Z") && at < Date.parse("2026-10-25T01:00:00Z") ? 7_200_000 : 3_600_000;
const localDate = (at: number) => new Date(at + offsetMs(at));

describe("the report of 100,000 tickets", () => {
  let database: FreshDatabase;
  let year: Year;

  beforeAll(async () => {
    database = await freshDatabase();
    await putIntoForce(database.pool, parseDesk(deskYaml), [], false);
    year = planYear(100_000, 20_261_123, now);
    await writeYear(database.pool, year);
  });
  afterAll(() => database?.drop());

  async function made(since: string, until: string): Promise<Report> {
    const asked = await askReport(
      database.pool,
      openDesks(() => now),
      { since, until },
      now,
    );
    if ("wrong" in asked) throw new Error(asked.wrong);
    return asked.ok;
  }

  test.each([
    ["2025-12-01T00:00:00+01:00", "2026-11-22T23:59:59Z"],
    ["2026-03-23T00:00:00+01:00", "2026-04-06T00:00:00+02:00"],
    ["2026-10-19T08:00:00+02:00", "2026-10-26T17:30:00+01:00"],
    ["2026-11-20T00:00:00+01:00", "2026-11-23T10:00:00+01:00"],
  ])("from %s to %s equals what was planned", async (since, until) => {
    const report = await made(since, until);
    const [from, to] = [Date.parse(since), Date.parse(until)];
    const isIn = (at: number) => at >= from && at < to;
    const counted = year.tickets.filter(({ leftOut }) => leftOut === null);
    for (const metric of metrics) {
      const clocks = counted.flatMap((ticket) =>
        ticket.clocks
          .filter((clock) => clock.metric === metric && isIn(clock.startedAt))
          .map((clock) => ({ ticket, clock })),
      );
      const { total, bySeverity, byPlan, byStretch, byAccount, otherAccounts } = report.targets[metric];
      const by = (fits: (planned: (typeof clocks)[number]) => boolean) =>
        tally(clocks.filter(fits).map(({ clock }) => clock));
      expect(plain(total)).toEqual(by(() => true));
      expect(report.targets[metric].total.all).toBeGreaterThan(0);
      for (const each of bySeverity) expect(plain(each)).toEqual(by(({ ticket }) => ticket.severity === each.name));
      for (const each of byPlan) expect(plain(each)).toEqual(by(({ ticket }) => ticket.plan === each.name));
      for (const each of byStretch) {
        expect(localDate(each.from).getUTCDay()).toBe(1);
        expect(plain(each)).toEqual(by(({ clock }) => clock.startedAt >= each.from && clock.startedAt < each.to));
      }
      for (const each of byAccount) {
        const account = each.name === "" ? null : Number(each.name.replace("Account ", ""));
        expect(plain(each)).toEqual(by(({ ticket }) => ticket.account === account));
      }
      const parts = [bySeverity, byPlan, byStretch, [...byAccount, ...(otherAccounts ? [otherAccounts] : [])]];
      for (const rows of parts) expect(rows.reduce((sum, { all }) => sum + all, 0)).toBe(total.all);
      expectTimes(
        report.times[metric],
        clocks.map(({ clock }) => clock),
      );
      for (const each of report.times[metric].bySeverity) {
        expectTimes(
          each,
          clocks.filter(({ ticket }) => ticket.severity === each.name).map(({ clock }) => clock),
        );
      }
    }
    expectRest(report, year.tickets, isIn);
  });

  test("equals what plain SQL counts in the tickets' own JSON", async () => {
    const report = await made("2026-01-01", "2026-06-30");
    const { rows } = await database.pool.query<Record<string, number | string>>(
      `select c->>'metric' as metric, count(*)::int as all,
              count(*) filter (where c->>'state' = 'met')::int as met,
              count(*) filter (where c->>'breachedAt' is not null)::int as missed,
              count(*) filter (where c->>'state' = 'cancelled' and c->>'breachedAt' is null)::int as cancelled,
              count(*) filter (where c->>'state' in ('running', 'paused') and c->>'breachedAt' is null)::int as running
         from ticket, jsonb_array_elements(clocks) c
        where coalesce(closed_how, '') <> 'spam' and merged_into is null
          and to_timestamp((c->>'startedAt')::numeric / 1000) >= timestamp '2026-01-01' at time zone 'Europe/Warsaw'
          and to_timestamp((c->>'startedAt')::numeric / 1000) < timestamp '2026-07-01' at time zone 'Europe/Warsaw'
        group by 1`,
    );
    expect(rows).toHaveLength(3);
    for (const { metric, ...counts } of rows) {
      expect(report.targets[metric as (typeof metrics)[number]].total).toMatchObject(counts);
    }
  });

  test("the shadow of the clocks follows a ticket that changes, and one that becomes spam leaves the figures", async () => {
    const { pool } = database;
    const picked = year.tickets.find(
      ({ leftOut, clocks }) =>
        leftOut === null && clocks[0]?.fate === "met" && clocks[0].startedAt > now - 20 * 86_400_000,
    );
    const before = (await made("2026-10-01", "2026-11-23")).targets.firstResponse.total;
    await pool.query("update ticket set closed_how = 'spam', status = 'closed' where id = $1", [picked?.id]);
    const after = (await made("2026-10-01", "2026-11-23")).targets.firstResponse.total;
    await pool.query(
      `insert into ticket (id, subject, status, severity, plan, requester_id, team, language, clocks, desk_version_id, opened_at)
       select 999999, subject, 'open', severity, plan, requester_id, team, language, clocks, desk_version_id, opened_at
         from ticket where id = $1`,
      [picked?.id],
    );
    expect((await made("2026-10-01", "2026-11-23")).targets.firstResponse.total).toEqual(before);
    expect(after).toEqual({ ...before, all: before.all - 1, met: before.met - 1 });
    await pool.query("update ticket set closed_how = null, severity = 'gone', clocks = clocks - 0 where id = $1", [
      picked?.id,
    ]);
    const { rows } = await pool.query(
      `select (select count(*)::int from clock_figure where ticket_id = $1) as shadows, jsonb_array_length(clocks) as clocks,
              (select count(*)::int from clock_figure f join figure_word w on w.id = f.severity
                where f.ticket_id = $1 and w.word = 'gone' and f.is_counted) as changed
         from ticket where id = $1`,
      [picked?.id],
    );
    expect(rows[0]).toEqual({ shadows: rows[0].clocks, clocks: rows[0].clocks, changed: rows[0].clocks });
  });
});

const outcomeOf: Record<Fate, "met" | "missed" | "running" | "cancelled"> = {
  met: "met",
  missed: "missed",
  missedOpen: "missed",
  running: "running",
  paused: "running",
  cancelled: "cancelled",
};

function tally(clocks: PlannedClock[]): Outcomes {
  const outcomes = { all: 0, met: 0, missed: 0, missedOpen: 0, running: 0, paused: 0, cancelled: 0 };
  for (const { fate } of clocks) {
    outcomes.all++;
    outcomes[outcomeOf[fate]]++;
    if (fate === "missedOpen" || fate === "paused") outcomes[fate]++;
  }
  return outcomes;
}

function plain({ all, met, missed, missedOpen, running, paused, cancelled }: Outcomes): Outcomes {
  expect(met + missed + running + cancelled).toBe(all);
  return { all, met, missed, missedOpen, running, paused, cancelled };
}

/** The smallest value that so large a part of them does not exceed. */
function atShare(sorted: number[], share: number): number | null {
  const value = sorted[Math.ceil(share * sorted.length) - 1];
  return value === undefined ? null : value / 1_000;
}

function expectTimes(
  times: {
    count: number;
    medianSeconds: number | null;
    p90Seconds: number | null;
    histogram?: Report["reminders"][number]["histogram"];
  },
  clocks: PlannedClock[],
): void {
  const used = clocks.flatMap(({ usedMs }) => (usedMs === null ? [] : [usedMs])).sort((a, b) => a - b);
  expect(times).toMatchObject({
    count: used.length,
    medianSeconds: atShare(used, 0.5),
    p90Seconds: atShare(used, 0.9),
  });
  for (const { fromSeconds, toSeconds, count } of times.histogram ?? []) {
    expect(count).toBe(used.filter((ms) => ms >= fromSeconds * 1_000 && ms < (toSeconds ?? Infinity) * 1_000).length);
  }
}

function expectRest(report: Report, tickets: PlannedTicket[], isIn: (at: number) => boolean): void {
  const opened = tickets.filter(({ openedAt }) => isIn(openedAt));
  const kept = opened.filter(({ leftOut }) => leftOut === null);
  const reopened = tickets.filter(
    ({ leftOut, reopenedAt }) => leftOut === null && reopenedAt !== null && isIn(reopenedAt),
  );
  expect(report.tickets).toMatchObject({
    opened: kept.length,
    reopenedTimes: reopened.length,
    reopenedTickets: reopened.length,
    leftOut: {
      spam: opened.filter(({ leftOut }) => leftOut === "spam").length,
      merged: opened.filter(({ leftOut }) => leftOut === "merged").length,
    },
  });
  const byHour = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { openedAt } of kept) {
    const local = localDate(openedAt);
    const row = byHour[(local.getUTCDay() + 6) % 7] ?? [];
    row[local.getUTCHours()] = (row[local.getUTCHours()] ?? 0) + 1;
  }
  expect(report.volumes.byHour).toEqual(byHour);
  for (const { name, count } of report.volumes.byType) {
    expect(count).toBe(kept.filter(({ requestType }) => requestType === name).length);
  }
  const ratings = tickets.flatMap(({ rating }) => (rating && isIn(rating.at) ? [rating] : []));
  const human = ratings.filter(({ byMachine }) => !byMachine);
  expect(report.ratings.byMachine).toBe(ratings.length - human.length);
  for (const { address, count, mean, scores } of [...report.ratings.byAgent, { address: null, ...report.ratings }]) {
    const own = human.filter(({ agent }) => address === null || agent === address);
    expect(count).toBe(own.length);
    expect(mean).toBeCloseTo(own.reduce((sum, { score }) => sum + score, 0) / own.length, 2);
    expect(scores).toEqual([1, 2, 3, 4, 5].map((score) => own.filter((each) => each.score === score).length));
  }
  for (const { letter, count, unsent, medianSeconds, p90Seconds, maxSeconds } of report.reminders) {
    const own = tickets.flatMap(({ reminder }) =>
      reminder?.letter === letter && isIn(reminder.plannedAt) ? [reminder] : [],
    );
    const late = own.flatMap(({ lateMs }) => (lateMs === null ? [] : [lateMs])).sort((a, b) => a - b);
    expect({ count, unsent }).toEqual({ count: late.length, unsent: own.length - late.length });
    expect({ medianSeconds, p90Seconds, maxSeconds }).toEqual({
      medianSeconds: atShare(late, 0.5),
      p90Seconds: atShare(late, 0.9),
      maxSeconds: atShare(late, 1),
    });
  }
}
