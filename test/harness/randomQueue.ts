/** A queue of tickets in every state, drawn with a seed, so that whatever shows a queue is held against the working order. */
import type pg from "pg";
import { loadTicket } from "../../src/store/ticket.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { workingOrder } from "../../src/ticket/order.ts";
import { calendarOf } from "../../src/ticket/sla/calendar.ts";
import { breachClock, type Clock, pauseClock, startClock, stopClock } from "../../src/ticket/sla/clock.ts";
import { type Metric, targetsFor } from "../../src/ticket/sla/policy.ts";
import { nextDueAt, statuses, type Ticket } from "../../src/ticket/ticket.ts";
import { deskYaml } from "./deskFile.ts";
import { draws } from "./manyTickets.ts";

const desk = parseDesk(deskYaml);
const calendars = (name: string) => calendarOf(desk, name);
const hourMs = 3_600_000;

/** Adds `count` tickets, and answers with every ticket there is, in the working order as of now. */
export async function writeQueue(pool: pg.Pool, count: number, seed: number): Promise<Ticket[]> {
  const chance = draws(seed);
  // Whole hours back, so that many are alike in what decides, and nothing falls due while the pages are read.
  const now = Date.now();
  const rows = Array.from({ length: count }, () => {
    const severity = chance.pick(["A", "A", "B", "B", "C", "non-urgent", "forgotten", "Older"]);
    const plan = chance.pick(["standard", "standard", "enterprise", "gone"]);
    const openedAt = now - (1 + chance.whole(60)) * hourMs;
    const status = chance.pick(statuses);
    const clocks = (["firstResponse", "resolution"] as const).flatMap((metric) =>
      chance.whole(4) === 0 ? [] : clockOf(metric, severity, plan, openedAt, now, chance.whole(6)),
    );
    const isMerged = chance.whole(15) === 0;
    const due = nextDueAt({ clocks } as Ticket);
    return {
      severity,
      plan,
      status,
      clocks,
      openedAt: new Date(openedAt),
      closedAt: status === "closed" ? new Date(now - chance.whole(20) * hourMs) : null,
      assignee: chance.pick([null, "jan@acme.example", "ewa@acme.example"]),
      team: chance.pick(["technical", "technical", "success"]),
      merged: isMerged ? 1001 : null,
      due: due === null ? null : new Date(due),
    };
  });
  await pool.query(
    `insert into ticket (subject, status, severity, plan, requester_id, team, assignee, language, desk_version_id, opened_at,
                         closed_at, clocks, merged_into, next_due_at)
     select 'Checkout', t.status, t.severity, t.plan, (select min(id) from contact), t.team, t.assignee, 'en',
            (select max(id) from desk_version), t."openedAt", t."closedAt", t.clocks, t.merged, t.due
     from jsonb_to_recordset($1::jsonb) as t(status text, severity text, plan text, team text, assignee text,
       "openedAt" timestamptz, "closedAt" timestamptz, clocks jsonb, merged bigint, due timestamptz)`,
    [JSON.stringify(rows)],
  );
  const { rows: ids } = await pool.query<{ id: number }>("select id from ticket order by id");
  const loaded = await Promise.all(ids.map(({ id }) => loadTicket(pool, id)));
  return loaded.flatMap((each) => (each ? [each.ticket] : [])).sort(workingOrder(desk, now));
}

/** Running, broken and told so or not yet, paused before or after it broke, or kept. */
function clockOf(metric: Metric, severity: string, plan: string, openedAt: number, now: number, fate: number): Clock[] {
  const known = severity.length > 1 && severity !== "non-urgent" ? "B" : severity;
  const target = targetsFor(desk, {
    plan: plan === "gone" ? "standard" : plan,
    account: null,
    severity: known,
    requestType: null,
  })[metric];
  if (target === null) return [];
  const started = startClock(calendars, metric, 1, target, openedAt, "opened");
  if (started.dueAt !== null && Math.abs(started.dueAt - now) < hourMs / 20) return [];
  if (fate === 0) return [pauseClock(calendars, started, openedAt + hourMs / 4, "pending")];
  if (fate === 1) return [pauseClock(calendars, breachClock(started, now), now, "pending")];
  if (fate === 2) return [stopClock(calendars, started, openedAt + hourMs / 4, "answered")];
  return [fate === 3 ? started : breachClock(started, now)];
}
