/**
 * A year of a busy desk with known fates: each ticket is first planned (what will become of each of its promises, which
 * answers are rated how, how late each reminder leaves) and then written as rows. What is planned is the truth that a
 * report is held against; the same seed makes the same year.
 */
import type pg from "pg";
import { parseDesk } from "../../src/ticket/desk.ts";
import { calendarOf } from "../../src/ticket/sla/calendar.ts";
import {
  breachClock,
  type Clock,
  cancelClock,
  pauseClock,
  resumeClock,
  startClock,
  stopClock,
} from "../../src/ticket/sla/clock.ts";
import { type Metric, targetsFor } from "../../src/ticket/sla/policy.ts";
import { deskYaml } from "./deskFile.ts";

export type Fate = "met" | "missed" | "running" | "missedOpen" | "paused" | "cancelled";

/** A promise and what becomes of it; `usedMs` null where it was never stopped. */
export type PlannedClock = { metric: Metric; fate: Fate; startedAt: number; usedMs: number | null };

export type PlannedTicket = {
  id: number;
  openedAt: number;
  severity: string;
  plan: string;
  account: number | null;
  requestType: string | null;
  /** What keeps it out of the targets. */
  leftOut: "spam" | "merged" | null;
  reopenedAt: number | null;
  clocks: PlannedClock[];
  rating: { score: number; agent: string; at: number; byMachine: boolean } | null;
  reminder: { letter: "reminder" | "breach"; plannedAt: number; lateMs: number | null } | null;
};

export type Year = { tickets: PlannedTicket[]; rows: TicketRow[]; from: number; now: number };

type TicketRow = { planned: PlannedTicket; clocks: Clock[]; status: string; closedAt: number | null };

const desk = parseDesk(deskYaml);
const calendars = (name: string) => calendarOf(desk, name);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Draws of a small generator with a seed. */
export function draws(seed: number): { share(): number; pick<T>(from: readonly T[]): T; whole(below: number): number } {
  let state = seed >>> 0;
  const share = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(share() * below);
  return {
    share,
    whole,
    pick<T>(from: readonly T[]): T {
      const picked = from[whole(from.length)];
      if (picked === undefined) throw new Error("there is nothing to pick from");
      return picked;
    },
  };
}

/** Plans `count` tickets over the year that ends at `now`. */
export function planYear(count: number, seed: number, now: number, accountCount = 200): Year {
  const chance = draws(seed);
  const from = now - 365 * dayMs;
  const rows = Array.from({ length: count }, (_, index) => planTicket(1_001 + index, chance, from, now, accountCount));
  return { tickets: rows.map(({ planned }) => planned), rows, from, now };
}

function planTicket(
  id: number,
  chance: ReturnType<typeof draws>,
  from: number,
  now: number,
  accountCount: number,
): TicketRow {
  const openedAt = from + chance.whole(now - from - 1);
  const severity = chance.pick(["A", "B", "B", "C", "C", "non-urgent", "non-urgent", "non-urgent"]);
  const plan = chance.pick(["standard", "standard", "enterprise"]);
  const requestType = chance.pick([null, null, "question", "issue"]);
  const leftOut = chance.pick([null, null, null, null, null, null, null, null, "spam", "merged"] as const);
  const targets = targetsFor(desk, { plan, account: null, severity, requestType });
  const made: { clock: Clock; planned: PlannedClock }[] = [];
  const add = (metric: Metric, startedAt: number, fate: Fate) => {
    const target = targets[metric];
    if (target === null || startedAt >= now) return;
    const ordinal = made.filter(({ planned }) => planned.metric === metric).length + 1;
    const started = startClock(calendars, metric, ordinal, target, startedAt, "opened");
    const { clock, became, usedMs } = live(started, fate, chance, now);
    made.push({ clock, planned: { metric, fate: became, startedAt, usedMs } });
  };
  // Few old tickets are still open.
  const stays = openedAt > now - 10 * dayMs ? chance.whole(3) === 0 : chance.whole(60) === 0;
  const fateOf = () => (stays ? "running" : chance.pick(["met", "met", "met", "met", "missed", "cancelled"] as const));
  add("firstResponse", openedAt, fateOf());
  add("resolution", openedAt, stays ? chance.pick(["paused", "running"] as const) : fateOf());
  for (let more = chance.whole(3); more > 0; more--) {
    add("nextResponse", openedAt + chance.whole(10 * dayMs), fateOf());
  }
  const isLive = made.some(({ planned }) => ["running", "missedOpen", "paused"].includes(planned.fate));
  // A closed ticket is promised nothing more: its last clock began before.
  const lastStart = Math.max(openedAt, ...made.map(({ planned }) => planned.startedAt));
  const closedAt = isLive ? null : Math.min(now - 1, lastStart + chance.whole(10 * dayMs));
  const planned: PlannedTicket = {
    id,
    openedAt,
    severity,
    plan,
    account: chance.whole(10) === 0 ? null : 1 + chance.whole(accountCount),
    requestType,
    leftOut,
    reopenedAt: chance.whole(12) === 0 ? Math.min(now - 1, openedAt + chance.whole(5 * dayMs)) : null,
    clocks: made.map((each) => each.planned),
    rating: planRating(openedAt, chance, now),
    reminder: planReminder(openedAt, chance),
  };
  return { planned, clocks: made.map(({ clock }) => clock), status: closedAt === null ? "open" : "closed", closedAt };
}

/** Lets a clock live so that it ends in this fate; one that would end after `now` still runs then. */
function live(started: Clock, fate: Fate, chance: ReturnType<typeof draws>, now: number) {
  const open = (clock: Clock): { clock: Clock; became: Fate; usedMs: null } => {
    const seen = breachClock(clock, now);
    return { clock: seen, became: seen.breachedAt === null ? "running" : "missedOpen", usedMs: null };
  };
  const part = fate === "missed" ? 1.01 + chance.share() : 0.02 + 0.97 * chance.share();
  const usedMs = Math.round(started.target.ms * part);
  const endsAt = elapse(started, started.startedAt, usedMs);
  if (fate === "running" || endsAt >= now) return open(started);
  const before = elapse(started, started.startedAt, Math.round(usedMs / 2));
  const waitsMs = 1 + chance.whole(3 * dayMs);
  if (fate === "paused") {
    return { clock: pauseClock(calendars, started, before, "pending"), became: fate, usedMs: null };
  }
  if (fate === "cancelled") return { clock: cancelClock(started, before, "closed"), became: fate, usedMs: null };
  if (started.metric !== "resolution" || before + waitsMs >= now) {
    return { clock: stopClock(calendars, started, endsAt, "answered"), became: fate, usedMs };
  }
  // Half is used, then the customer is waited for, then the rest is used.
  const paused = pauseClock(calendars, started, before, "pending");
  const resumed = resumeClock(calendars, paused, before + waitsMs, "customerReplied");
  const stoppedAt = elapse(resumed, before + waitsMs, usedMs - Math.round(usedMs / 2));
  if (stoppedAt >= now) return open(resumed);
  return { clock: stopClock(calendars, resumed, stoppedAt, "agreed"), became: fate, usedMs };
}

function elapse({ target }: Clock, from: number, ms: number): number {
  return target.clock === "wall" ? from + ms : calendars(target.calendar).due(from, ms);
}

const agents = ["jan@acme.example", "ewa@acme.example", "ola@acme.example"];

function planRating(openedAt: number, chance: ReturnType<typeof draws>, now: number): PlannedTicket["rating"] {
  if (chance.whole(4) > 0) return null;
  const at = openedAt + chance.whole(4 * dayMs);
  if (at >= now) return null;
  return {
    score: chance.pick([1, 2, 3, 4, 4, 5, 5, 5]),
    agent: chance.pick(agents),
    at,
    byMachine: chance.whole(15) === 0,
  };
}

function planReminder(openedAt: number, chance: ReturnType<typeof draws>): PlannedTicket["reminder"] {
  if (chance.whole(3) > 0) return null;
  const lateMs = chance.whole(20) === 0 ? null : Math.round(4_000 * chance.share() ** 3);
  return { letter: chance.pick(["reminder", "breach"] as const), plannedAt: openedAt + chance.whole(dayMs), lateMs };
}

/** Writes the year into an empty database whose desk is in force: accounts, tickets, events, ratings, reminders, letters. */
export async function writeYear(pool: pg.Pool, { rows }: Year, accountCount = 200): Promise<void> {
  await pool.query(
    `insert into account (name, plan) select 'Account ' || n, 'standard' from generate_series(1, $1) n`,
    [accountCount],
  );
  await pool.query("insert into contact (address, name) values ('ada@shop.example', 'Ada')");
  await pool.query(
    `insert into ticket (id, subject, status, closed_how, severity, plan, requester_id, team, language, desk_version_id, opened_at)
     values (1000, 'Spam', 'closed', 'spam', 'B', 'standard', 1, 'technical', 'en', 1, '2000-01-01')`,
  );
  // A batch's clocks are shadowed at once, by the function that the trigger calls for each ticket.
  await pool.query("alter table ticket disable trigger ticket_clock_figures");
  for (let start = 0; start < rows.length; start += batchCount) {
    const batch = rows.slice(start, start + batchCount);
    await writeTickets(pool, batch);
    await writeFigures(pool, batch);
    await writeRatings(pool, batch);
    await writeReminders(pool, batch);
  }
  await pool.query("alter table ticket enable trigger ticket_clock_figures");
  await pool.query("analyze");
}

const batchCount = 10_000;

async function writeTickets(pool: pg.Pool, rows: TicketRow[]): Promise<void> {
  const json = rows.map(({ planned, clocks, status, closedAt }) => ({
    ...planned,
    openedAt: new Date(planned.openedAt),
    closedAt: closedAt === null ? null : new Date(closedAt),
    status: planned.leftOut === null ? status : "closed",
    how: planned.leftOut === "spam" ? "spam" : closedAt === null ? null : "agreed",
    merged: planned.leftOut === "merged",
    clocks,
  }));
  await pool.query(
    `insert into ticket (id, subject, status, closed_how, severity, request_type, account_id, plan, requester_id, team, language,
                         clocks, desk_version_id, merged_into, opened_at, closed_at)
     select t.id, 'Checkout is down', t.status, t.how, t.severity, t."requestType", t.account, t.plan, 1, 'technical', 'en',
            t.clocks, 1, case when t.merged then 1000 end, t."openedAt", t."closedAt"
       from jsonb_to_recordset($1::jsonb) as t(id bigint, status text, how text, severity text, "requestType" text, account bigint,
         plan text, clocks jsonb, merged boolean, "openedAt" timestamptz, "closedAt" timestamptz)`,
    [JSON.stringify(json)],
  );
  const reopened = rows.flatMap(({ planned: { id, reopenedAt } }) =>
    reopenedAt === null ? [] : [{ id, at: new Date(reopenedAt) }],
  );
  await pool.query(
    `insert into event (ticket_id, at, type, actor, reason, data)
     select e.id, e.at, 'statusChanged', 'ada@shop.example', 'customerReplied', '{"from": "solved", "to": "open"}'
       from jsonb_to_recordset($1::jsonb) as e(id bigint, at timestamptz)`,
    [JSON.stringify(reopened)],
  );
}

async function writeFigures(pool: pg.Pool, rows: TicketRow[]): Promise<void> {
  const ids = rows.map(({ planned }) => planned.id);
  await pool.query(
    `insert into figure_word (word) select severity from ticket where id = any($1) union select plan from ticket where id = any($1)
     on conflict do nothing`,
    [ids],
  );
  await pool.query(
    `insert into clock_figure (ticket_id, metric, ordinal, fate, severity, plan, is_counted, account_id, started_at, due_at,
                               stopped_at, breached_at, target_ms, used_ms, waited_ms)
     select t.id, c.metric, c.ordinal, c.fate, s.id, p.id, t.closed_how is distinct from 'spam' and t.merged_into is null,
            t.account_id, c.started_at, c.due_at, c.stopped_at, c.breached_at, c.target_ms, c.used_ms, c.waited_ms
       from ticket t join figure_word s on s.word = t.severity join figure_word p on p.word = t.plan
      cross join lateral clock_figures_of(t.clocks) as c where t.id = any($1)`,
    [ids],
  );
}

async function writeRatings(pool: pg.Pool, rows: TicketRow[]): Promise<void> {
  const json = rows.flatMap(({ planned: { id, rating } }) =>
    rating === null ? [] : [{ id, ...rating, at: new Date(rating.at) }],
  );
  await pool.query(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as r(id bigint, score int, agent text, at timestamptz, "byMachine" boolean)
     ), written as (
       insert into message (ticket_id, direction, author_name, author_address, at, subject, text, visible)
       select id, 'out', 'Agent', agent, at, 'Re', 'Fixed.', 'Fixed.' from given returning id, ticket_id
     )
     insert into rating (message_id, person, ticket_id, score, source, machine_mark, rated_at, changed_at)
     select w.id, 'ada@shop.example', w.ticket_id, g.score, 'link', case when g."byMachine" then 'tooSoon' end, g.at, g.at
       from written w join given g on g.id = w.ticket_id`,
    [JSON.stringify(json)],
  );
}

async function writeReminders(pool: pg.Pool, rows: TicketRow[]): Promise<void> {
  const json = rows.flatMap(({ planned: { id, reminder } }) =>
    reminder === null
      ? []
      : [
          {
            id,
            letter: reminder.letter,
            threshold: reminder.letter === "breach" ? "due" : "50%",
            due: new Date(reminder.plannedAt),
            sent: reminder.lateMs === null ? null : new Date(reminder.plannedAt + reminder.lateMs),
          },
        ],
  );
  const given = `jsonb_to_recordset($1::jsonb) as r(id bigint, letter text, threshold text, due timestamptz, sent timestamptz)`;
  await pool.query(
    `with told as (
       insert into reminder (ticket_id, clock, target_version, threshold, due_at, fired_at, letter)
       select r.id, 'firstResponse-1', 1, r.threshold, r.due, r.due, r.letter from ${given}
     )
     insert into outgoing (event_key, recipient, letter, class, ticket_id, state, message_id, envelope_from, sent_at)
     select 'look:' || r.id || ':firstResponse-1:v1:' || r.threshold, 'jan@acme.example', r.letter, 'courtesy', r.id,
            case when r.sent is null then 'failed' else 'sent' end, 'm' || r.id, 'support@acme.example', r.sent
       from ${given}`,
    [JSON.stringify(json)],
  );
}
