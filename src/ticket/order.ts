/**
 * The working order, the same in every list: severity, breached first within it, then plan (the later in the desk's file
 * the higher), then the soonest due, then age (lifecycle.md, "Prioritising").
 */
import type { Desk } from "./desk.ts";
import { nextDueAt, type Ticket } from "./ticket.ts";

/** Compares two tickets as they stand at `now` (ms since epoch); for Array.sort. */
export function workingOrder(desk: Pick<Desk, "severities" | "plans">, now: number): (a: Ticket, b: Ticket) => number {
  const severity = rank(
    desk.severities.map((each) => each.name),
    desk.severities.length,
  );
  const plan = rank(
    desk.plans.map((each) => each.name),
    -1,
  );
  return (a, b) =>
    severity(a.severity) - severity(b.severity) ||
    Number(isBreached(b, now)) - Number(isBreached(a, now)) ||
    plan(b.plan) - plan(a.plan) ||
    (nextDueAt(a) ?? Infinity) - (nextDueAt(b) ?? Infinity) ||
    a.openedAt - b.openedAt ||
    a.id - b.id;
}

/** A promise that still runs has been broken. */
export function isBreached(ticket: Ticket, now: number): boolean {
  return ticket.clocks.some(
    (clock) =>
      (clock.state === "running" && clock.dueAt !== null && clock.dueAt <= now) ||
      ((clock.state === "running" || clock.state === "paused") && clock.breachedAt !== null),
  );
}

/** Names that the desk no longer has stand last among severities and lowest among plans. */
function rank(names: string[], unknown: number): (name: string) => number {
  const places = new Map(names.map((name, place) => [name, place]));
  return (name) => places.get(name) ?? unknown;
}
