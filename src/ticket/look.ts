/**
 * When the clocks of a ticket must be looked at next (sla.md, "Reminders"). The answer is only a hint, written with every
 * change of the ticket: whoever looks decides again from the clocks themselves.
 */
import type { Context } from "./input.ts";
import { type Calendars, type Clock, nextThreshold } from "./sla/clock.ts";
import type { ReminderPolicy, Threshold } from "./sla/reminder.ts";
import type { Ticket } from "./ticket.ts";

/** When people hear of the clocks of a ticket, by the desk's file. */
export function remindersFor(ticket: Pick<Ticket, "severity">, { desk }: Pick<Context, "desk">): ReminderPolicy {
  const escalation = Object.hasOwn(desk.escalate, ticket.severity) ? desk.escalate[ticket.severity] : undefined;
  return { ...desk.reminders, escalateAfter: escalation?.after };
}

/**
 * The instant of the next look at a ticket that has just been changed; null where nothing runs. Clocks that were changed
 * are looked at from their beginning, so that a target that is nearly used up already is told at once.
 */
export function nextLookAt(before: Ticket | null, ticket: Ticket, context: Context): number | null {
  const reminders = remindersFor(ticket, context);
  return soonest([
    ticket.holdUntil,
    ...ticket.clocks.map((clock) => {
      const isChanged = !before?.clocks.includes(clock);
      if (isChanged && clock.state === "running" && clock.breachedAt !== null) return context.now;
      const after = isChanged ? toldFrom(clock) : context.now;
      return nextThreshold(context.calendar, clock, reminders, after)?.at ?? null;
    }),
  ]);
}

/** From when on thresholds count: the clock's beginning, or the last change that gave it more time. */
export function toldFrom(clock: Clock): number {
  const relief = (clock.turns ?? []).findLast(
    (turn, index, turns) => turn.kind === "rebased" && (turn.before?.ms ?? 0) < targetAfter(clock, turns, index),
  );
  return Math.max(clock.startedAt, relief?.at ?? clock.startedAt);
}

function targetAfter(clock: Clock, turns: NonNullable<Clock["turns"]>, index: number): number {
  return turns.slice(index + 1).find((turn) => turn.kind === "rebased")?.before?.ms ?? clock.target.ms;
}

/** A threshold at the very end of an opening is told then: a minute later the people are gone. */
const closingGraceMs = 60_000;

/** When a threshold has to be told: when it passes, or where that is outside the ticket's calendar, at its next opening. */
export function dueToTellAt(calendars: Calendars, clock: Clock, threshold: Threshold): number {
  const calendar = calendars(clock.target.calendar);
  const isWithin = calendar.isOpen(threshold.at) || calendar.isOpen(threshold.at - 1);
  return isWithin ? threshold.at : calendar.nextOpening(threshold.at);
}

/** The first instant from `now` on at which a passed threshold may be told: nothing is sent to agents while it is closed. */
export function mayTellAt(calendars: Calendars, clock: Clock, threshold: Threshold, now: number): number {
  const calendar = calendars(clock.target.calendar);
  const isAtClosing = calendar.isOpen(threshold.at - 1) && now - threshold.at <= closingGraceMs;
  return isAtClosing ? now : calendar.nextOpening(now);
}

/** The earliest of several instants. */
export function soonest(instants: (number | null)[]): number | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}
