/**
 * One promise on one ticket and how much of it is used (sla.md, "Clocks of a ticket", "Changes re-base"). A clock is
 * plain data: the spans in which it ran, from which everything else is recomputed, so that every due instant can be
 * explained. Each function answers a new clock; asked for a turn its state does not know, it answers the clock as it is.
 */
import type { Metric, Target } from "./policy.ts";
import { type Calendars, consumedMs, usedUpAt } from "./used.ts";

export { nextThreshold, passedThresholds } from "./reminder.ts";
export { type Calendars, consumedMs, usedUpAt } from "./used.ts";

export type Clock = {
  /** Metric and ordinal: "firstResponse-1", "nextResponse-3". */
  id: string;
  metric: Metric;
  ordinal: number;
  target: Target;
  /** Rises with every re-base, so that a reminder of the former target is none of this one. */
  targetVersion: number;
  state: "running" | "paused" | "met" | "missed" | "cancelled";
  /**
   * When it ran and why it began to; an open end runs on. Spans past `stoppedAt` do not count: they are kept because a
   * bounced answer makes the clock go on as if it had never been stopped.
   */
  spans: { from: number; to: number | null; why: string }[];
  startedAt: number;
  /** Null while paused, and where it was stopped while paused. */
  dueAt: number | null;
  stoppedAt: number | null;
  /** The due instant when it passed, or the instant of a change that left less time than was used. Never moves. */
  breachedAt: number | null;
  /** How much of the target was used when it was stopped, kept because figures over many tickets cannot recount it. */
  usedMs?: number | null;
  /** The other turns, oldest first, for the explanation. `before` is the target that a re-base replaced. */
  turns?: Turn[];
};

export type Turn = {
  at: number;
  kind: "paused" | "stopped" | "cancelled" | "reopened" | "rebased";
  why: string;
  before?: Target;
};

/**
 * A clock that runs from `at`. `promisedAt` is given when the promise is made later than the time it counts from (a
 * question turns out to be an outage): time used stays used, and what is used up by then is breached at that instant.
 */
export function startClock(
  calendars: Calendars,
  metric: Metric,
  ordinal: number,
  target: Target,
  at: number,
  why: string,
  promisedAt: number = at,
): Clock {
  const clock: Clock = {
    id: `${metric}-${ordinal}`,
    metric,
    ordinal,
    target,
    targetVersion: 1,
    state: "running",
    spans: [{ from: at, to: null, why }],
    startedAt: at,
    dueAt: null,
    stoppedAt: null,
    breachedAt: null,
    turns: [],
  };
  return withDue(calendars, breachedIfUsedUp(calendars, clock, promisedAt));
}

/** Time stops counting, because it is not ours to use: the ticket waits for the customer or a third party. */
export function pauseClock(calendars: Calendars, clock: Clock, at: number, why: string): Clock {
  const last = clock.spans.at(-1);
  if (last === undefined || last.to !== null || isAnswered(clock)) return clock;
  const pausedAt = Math.max(at, last.from);
  const spans = [...clock.spans.slice(0, -1), { ...last, to: pausedAt }];
  const paused = { ...settled(clock, pausedAt), spans, turns: turned(clock, { at: pausedAt, kind: "paused", why }) };
  // A cancelled clock keeps its spans true, should the promise come back.
  return clock.state === "cancelled" ? paused : withDue(calendars, { ...paused, state: "paused" });
}

/** Time counts again from `at`; what was used stays used. Also takes up a stopped clock whose ticket came back. */
export function resumeClock(calendars: Calendars, clock: Clock, at: number, why: string): Clock {
  const spans = isAnswered(clock) ? spansUntil(clock.spans, clock.stoppedAt ?? at) : clock.spans;
  const last = spans.at(-1);
  if (last !== undefined && last.to === null) return clock;
  const resumed = [...spans, { from: Math.max(at, last?.to ?? at), to: null, why }];
  if (clock.state === "cancelled") return { ...clock, spans: resumed };
  return withDue(calendars, { ...clock, state: "running", spans: resumed, stoppedAt: null, usedMs: null });
}

/**
 * The promise is fulfilled as of `at`, which may lie in the past: an answer counts from when it reached us, a solution
 * from when it was proposed. Kept up to the due instant, that instant included; a breach after `at` was none.
 */
export function stopClock(calendars: Calendars, clock: Clock, at: number, why: string): Clock {
  if (clock.state !== "running" && clock.state !== "paused") return clock;
  const stoppedAt = Math.max(at, clock.startedAt);
  const dueAt = dueAsOf(calendars, clock, stoppedAt);
  const endsAt = clock.breachedAt ?? dueAt;
  const isKept = endsAt === null ? consumedMs(calendars, clock, stoppedAt) <= clock.target.ms : stoppedAt <= endsAt;
  return {
    ...clock,
    state: isKept ? "met" : "missed",
    stoppedAt,
    dueAt,
    breachedAt: isKept ? null : (clock.breachedAt ?? dueAt),
    usedMs: consumedMs(calendars, clock, stoppedAt),
    turns: turned(clock, { at: stoppedAt, kind: "stopped", why }),
  };
}

/** The promise is no longer made: merged away, spam, or a severity without this target. A breach stays one. */
export function cancelClock(clock: Clock, at: number, why: string): Clock {
  if (clock.state !== "running" && clock.state !== "paused") return clock;
  const cancelled = settled(clock, at);
  return {
    ...cancelled,
    state: "cancelled",
    stoppedAt: at,
    dueAt: null,
    turns: turned(clock, { at, kind: "cancelled", why }),
  };
}

/** What stopped it has been undone (the answer bounced): goes on as if it had never been stopped. */
export function reopenClock(calendars: Calendars, clock: Clock, at: number, why: string): Clock {
  if (!isAnswered(clock)) return clock;
  const state = clock.spans.at(-1)?.to === null ? "running" : "paused";
  const turns = turned(clock, { at, kind: "reopened", why });
  return settled(withDue(calendars, { ...clock, state, stoppedAt: null, usedMs: null, turns }), at);
}

/**
 * Another severity, plan, calendar or desk version: the same spans, measured by the new target. Used up already:
 * breached at the instant of the change. A breach is never taken back. A cancelled clock is promised again.
 * `hasNewHours`: the target's calendar keeps its name and opens at other times.
 */
export function rebaseClock(
  calendars: Calendars,
  clock: Clock,
  target: Target,
  at: number,
  why: string,
  hasNewHours = false,
): Clock {
  if (isAnswered(clock)) return clock;
  if (clock.state !== "cancelled" && isSameTarget(clock.target, target) && !hasNewHours) return clock;
  const before = settled(clock, at);
  const rebased: Clock = {
    ...before,
    target,
    targetVersion: clock.targetVersion + 1,
    state: clock.spans.at(-1)?.to === null ? "running" : "paused",
    stoppedAt: null,
    turns: turned(clock, { at, kind: "rebased", why, before: clock.target }),
  };
  return withDue(calendars, breachedIfUsedUp(calendars, rebased, at));
}

/** Notes that the due instant has passed by `at`; a clock that is not due yet, or no longer runs, stays as it is. */
export function breachClock(clock: Clock, at: number): Clock {
  if (clock.state !== "running" || clock.breachedAt !== null || clock.dueAt === null || clock.dueAt > at) return clock;
  return { ...clock, breachedAt: clock.dueAt };
}

function withDue(calendars: Calendars, clock: Clock): Clock {
  return { ...clock, dueAt: clock.state === "running" ? usedUpAt(calendars, clock, clock.target.ms) : null };
}

/** The due instant as it stood at `at`: also of a clock that was paused at that very instant. */
function dueAsOf(calendars: Calendars, clock: Clock, at: number): number | null {
  const spans = clock.spans.filter((span) => span.from <= at);
  const last = spans.at(-1);
  if (last === undefined || (last.to !== null && last.to < at)) return null;
  return usedUpAt(calendars, { ...clock, spans: [...spans.slice(0, -1), { ...last, to: null }] }, clock.target.ms);
}

/** A due instant that passed unseen (the worker was down) is a breach of that instant, whatever comes next. */
function settled(clock: Clock, at: number): Clock {
  if (clock.state !== "running" || clock.breachedAt !== null || clock.dueAt === null || clock.dueAt >= at) return clock;
  return { ...clock, breachedAt: clock.dueAt };
}

/**
 * Used up is used up, also where the calendar closed at that very instant and has not opened since. A clock that was
 * paused at its very due instant is not: no time has counted since.
 */
function breachedIfUsedUp(calendars: Calendars, clock: Clock, at: number): Clock {
  if (clock.breachedAt !== null) return clock;
  const endedAt = usedUpAt(calendars, clock, clock.target.ms);
  const until = Math.min(at, clock.spans.at(-1)?.to ?? at);
  return endedAt === null || endedAt >= until ? clock : { ...clock, breachedAt: at };
}

function isAnswered(clock: Clock): boolean {
  return clock.state === "met" || clock.state === "missed";
}

function isSameTarget(a: Target, b: Target): boolean {
  return a.ms === b.ms && a.clock === b.clock && a.calendar === b.calendar;
}

function spansUntil(spans: Clock["spans"], end: number): Clock["spans"] {
  return spans
    .filter((span) => span.from < end)
    .map((span) => ({ ...span, to: span.to === null ? end : Math.min(span.to, end) }));
}

function turned(clock: Clock, turn: Turn): Turn[] {
  return [...(clock.turns ?? []), turn];
}
