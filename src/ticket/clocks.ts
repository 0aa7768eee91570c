/**
 * The clocks of a ticket follow what happens to it (sla.md, "Clocks of a ticket" and "Changes re-base"): they pause and
 * go on with its status, and are measured anew when severity, plan, calendar or desk change. Each turn is an event, and so
 * is a breach that a turn brings to light.
 */
import type { Context, Story } from "./input.ts";
import { endQuestions } from "./question/withdrawal.ts";
import { type Clock, cancelClock, pauseClock, rebaseClock, resumeClock, startClock, stopClock } from "./sla/clock.ts";
import { type Metric, targetsFor } from "./sla/policy.ts";
import type { ClosedHow, Happening, Status, Ticket } from "./ticket.ts";

type ClockTurn = Extract<Happening, { clock: Clock }>["type"];

/** What a ticket's targets depend on. */
export function matterOf(ticket: Pick<Ticket, "plan" | "account" | "severity" | "requestType">) {
  return {
    plan: ticket.plan,
    account: ticket.account?.name ?? null,
    severity: ticket.severity,
    requestType: ticket.requestType,
  };
}

/** Tells a clock's turn; a clock that is as it was is no turn. */
export function turnClock(story: Story, type: ClockTurn, clock: Clock, reason: string): void {
  const before = story.ticket.clocks.find((each) => each.id === clock.id);
  if (before === clock) return;
  story.add({ type, clock }, "intray", reason);
  if (clock.breachedAt !== null && (before?.breachedAt ?? null) === null && type !== "breached") {
    story.add({ type: "breached", clock }, "intray", reason);
  }
}

/** While the ticket waits for others, its resolution does not count. */
export const waiting: readonly Status[] = ["pending", "onHold", "solved"];

/** Another status: the resolution pauses, goes on or ends with it. `solvedAt`: since when the agreed solution stood. */
export function changeStatus(
  story: Story,
  to: Status,
  how: { at: number; actor: string; reason: string; solvedAt?: number; closedHow?: ClosedHow; closedAt?: number },
  context: Context,
): void {
  const from = story.ticket.status;
  if (from === to) return;
  const closedHow = to === "closed" && how.closedHow ? { how: how.closedHow } : {};
  const closedAt = to === "closed" && how.closedAt ? { closedAt: how.closedAt } : {};
  story.add({ type: "statusChanged", from, to, ...closedHow, ...closedAt }, how.actor, how.reason);
  if (to === "solved" || to === "closed") endQuestions(story, how.actor, to);
  for (const clock of story.ticket.clocks) {
    if (to === "closed") endClock(story, clock, how, context);
    else if (clock.metric !== "resolution") continue;
    else if (waiting.includes(to)) {
      turnClock(story, "clockPaused", pauseClock(context.calendar, clock, how.at, to), how.reason);
    } else if (clock.state !== "running") {
      turnClock(story, "clockResumed", resumeClock(context.calendar, clock, how.at, how.reason), how.reason);
      promiseAgain(story, clock.id, how, context);
    }
  }
}

/** A closed ticket promises nothing more: kept as of the solution both agreed on, or no longer promised. */
function endClock(
  story: Story,
  clock: Clock,
  { at, reason, solvedAt }: { at: number; reason: string; solvedAt?: number },
  context: Context,
): void {
  if (clock.metric === "resolution" && solvedAt !== undefined) {
    turnClock(story, "clockStopped", stopClock(context.calendar, clock, solvedAt, reason), reason);
  } else
    turnClock(
      story,
      "clockCancelled",
      cancelClock(pauseClock(context.calendar, clock, at, reason), at, reason),
      reason,
    );
}

/** A ticket that was closed without agreement and comes back is promised a solution again. */
function promiseAgain(
  story: Story,
  id: string,
  { at, reason }: { at: number; reason: string },
  context: Context,
): void {
  const clock = story.ticket.clocks.find((each) => each.id === id);
  const target = targetsFor(context.desk, matterOf(story.ticket)).resolution;
  if (clock?.state !== "cancelled" || target === null) return;
  turnClock(story, "clockRebased", rebaseClock(context.calendar, clock, target, at, reason), reason);
}

/** The answers of an agent stop the response clocks as of the mail's arrival; a bounce re-opens them (sla.md). */
export function stopResponseClocks(story: Story, context: Context, at: number): void {
  for (const clock of story.ticket.clocks) {
    if (clock.metric === "resolution" || (clock.state !== "running" && clock.state !== "paused")) continue;
    turnClock(story, "clockStopped", stopClock(context.calendar, clock, at, "answered"), "answered");
  }
}

/** The first unanswered message after an agent's answer starts a new promise; a running one goes on (sla.md). */
export function startNextResponse(story: Story, context: Context, at: number): void {
  const { ticket } = story;
  const waits = ticket.clocks.some(
    (clock) => clock.metric !== "resolution" && (clock.state === "running" || clock.state === "paused"),
  );
  const wasAnswered = ticket.status !== "new";
  const target = targetsFor(context.desk, matterOf(ticket)).nextResponse;
  if (waits || !wasAnswered || !target) return;
  const ordinal = ticket.clocks.filter((clock) => clock.metric === "nextResponse").length + 1;
  const clock = startClock(context.calendar, "nextResponse", ordinal, target, at, "customerReplied");
  story.add({ type: "clockStarted", clock }, "intray", "customerReplied");
}

/**
 * Measures every clock by what is promised now; time used stays used. `changedCalendars`: calendars that keep their name
 * but not their hours. A promise that is new counts from the ticket's beginning and is made at `at`.
 */
export function rebaseClocks(
  story: Story,
  how: { at: number; reason: string; changedCalendars?: readonly string[] },
  context: Context,
): void {
  // A closed ticket promises nothing, whatever it is called from now on.
  if (story.ticket.status === "closed") return;
  const targets = targetsFor(context.desk, matterOf(story.ticket));
  for (const clock of story.ticket.clocks) {
    const target = targets[clock.metric];
    if (target === null) {
      turnClock(story, "clockCancelled", cancelClock(clock, how.at, how.reason), how.reason);
      continue;
    }
    const hasNewHours = how.changedCalendars?.includes(target.calendar) ?? false;
    const rebased = rebaseClock(context.calendar, clock, target, how.at, how.reason, hasNewHours);
    turnClock(story, "clockRebased", rebased, how.reason);
  }
  const isAnswered = story.ticket.status !== "new";
  for (const metric of ["firstResponse", "resolution"] satisfies Metric[]) {
    const target = targets[metric];
    const isThere = story.ticket.clocks.some((clock) => clock.metric === metric);
    if (target === null || isThere || (metric === "firstResponse" && isAnswered)) continue;
    const { openedAt, status } = story.ticket;
    const clock = startClock(context.calendar, metric, 1, target, openedAt, "opened", how.at);
    turnClock(story, "clockStarted", clock, how.reason);
    if (metric === "resolution" && waiting.includes(status)) {
      turnClock(story, "clockPaused", pauseClock(context.calendar, clock, how.at, status), how.reason);
    }
  }
}
