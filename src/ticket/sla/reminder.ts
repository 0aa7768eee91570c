/**
 * When people must hear of a running clock (sla.md, "Reminders"): at shares of its target, when it is due, and again
 * and again while it is overdue. What has been told already is the caller's knowledge; this is only when.
 */
import type { Clock } from "./clock.ts";
import { type Calendars, usedUpAt } from "./used.ts";

/** `before` and `escalateAfter` are shares of the target; `overdueEveryMs` is open time of the target's calendar. */
export type ReminderPolicy = {
  before: readonly number[];
  overdueEveryMs: number | null;
  escalateAfter?: number | undefined;
};

/** `threshold` is "50%", "escalate", "due", "overdue-1", "overdue-2" … */
export type Threshold = { threshold: string; at: number };

/** The first threshold later than `after`; null while the clock does not run, and after the last. */
export function nextThreshold(
  calendars: Calendars,
  clock: Clock,
  reminders: ReminderPolicy,
  after: number,
): Threshold | null {
  if (clock.state !== "running" || clock.dueAt === null) return null;
  const ahead = clock.breachedAt === null ? aheadOfBreach(calendars, clock, reminders) : [];
  const next = ahead.filter((each) => each.at > after).sort((a, b) => a.at - b.at || rank(a) - rank(b))[0];
  return next ?? nextOverdue(calendars, clock, reminders.overdueEveryMs, after);
}

/** The thresholds in `(after, until]`, oldest first: what a worker that was down has to tell in one letter. */
export function passedThresholds(
  calendars: Calendars,
  clock: Clock,
  reminders: ReminderPolicy,
  after: number,
  until: number,
): Threshold[] {
  const ahead = clock.breachedAt === null ? aheadOfBreach(calendars, clock, reminders) : [];
  const passed = clock.state === "running" ? ahead.filter((each) => each.at > after && each.at <= until) : [];
  passed.sort((a, b) => a.at - b.at || rank(a) - rank(b));
  let from = Math.max(after, clock.breachedAt ?? clock.dueAt ?? until);
  while (passed.length < PASSED_MAX) {
    const next = nextOverdue(calendars, clock, reminders.overdueEveryMs, from);
    if (next === null || next.at > until) break;
    passed.push(next);
    from = next.at;
  }
  return passed;
}

/** A worker that was down for months still writes one letter. */
const PASSED_MAX = 500;

function aheadOfBreach(calendars: Calendars, clock: Clock, reminders: ReminderPolicy): Threshold[] {
  const found: Threshold[] = [];
  const put = (threshold: string, share: number) => {
    const at = usedUpAt(calendars, clock, Math.ceil(share * clock.target.ms));
    if (at !== null) found.push({ threshold, at });
  };
  for (const share of reminders.before) put(`${Math.round(share * 100_000) / 1_000}%`, share);
  if (reminders.escalateAfter !== undefined && clock.metric !== "resolution") put("escalate", reminders.escalateAfter);
  if (clock.dueAt !== null) found.push({ threshold: "due", at: clock.dueAt });
  return found;
}

function nextOverdue(calendars: Calendars, clock: Clock, everyMs: number | null, after: number): Threshold | null {
  const since = clock.breachedAt ?? clock.dueAt;
  if (everyMs === null || since === null || clock.state !== "running") return null;
  const calendar = calendars(clock.target.calendar);
  const count = Math.floor(calendar.consumedMs(since, after) / everyMs) + 1;
  return { threshold: `overdue-${count}`, at: calendar.due(since, count * everyMs) };
}

/** At one instant the due letter comes first, so that a reminder never follows it. */
function rank(each: Threshold): number {
  return each.threshold === "due" ? 0 : each.threshold === "escalate" ? 1 : 2;
}
