/** What agents are told of a clock: how much is used and left, why it is due then, and the customer's last words. */
import { MINUTE_MS, tellDuration } from "./duration.ts";
import type { Context, LastWords } from "./input.ts";
import type { LetterData } from "./letter.ts";
import { type Clock, consumedMs } from "./sla/clock.ts";
import { explain } from "./sla/explain.ts";
import type { Threshold } from "./sla/reminder.ts";
import type { Ticket } from "./ticket.ts";
import { timelineOf } from "./timeline.ts";

/** What a look has found: the thresholds a letter stands for, the gravest of them, and the lead who got the ticket. */
export type Look = {
  passed: Threshold[];
  gravest: Threshold;
  lead: string | null;
  lastWords: LastWords | null;
};

export function clockLetterData(ticket: Ticket, clock: Clock, look: Look, context: Context): LetterData["reminder"] {
  const { now, desk } = context;
  const calendar = context.calendar(clock.target.calendar);
  const { timezone } = calendar.definition;
  const usedMs = consumedMs(context.calendar, clock, now);
  const leftMs = clock.target.ms - usedMs;
  const { text } = explain(calendar, clock, desk.language, timezone, { plan: ticket.plan, severity: ticket.severity });
  return {
    ticketId: ticket.id,
    subject: ticket.subject,
    timezone,
    metric: clock.metric,
    requester: { name: ticket.requester.name, address: ticket.requester.address },
    account: ticket.account?.name ?? null,
    plan: ticket.plan,
    severity: ticket.severity,
    target: tellDuration(clock.target.ms),
    used: tellDuration(rounded(usedMs)),
    left: leftMs > 0 && clock.breachedAt === null ? tellDuration(rounded(leftMs)) : null,
    over: clock.breachedAt === null || rounded(-leftMs) <= 0 ? null : tellDuration(rounded(-leftMs)),
    share: Math.min(999, Math.floor((100 * usedMs) / clock.target.ms)),
    startedAt: clock.startedAt,
    dueAt: clock.dueAt ?? clock.breachedAt ?? now,
    assignee: nameOf(ticket.assignee, context),
    handedTo: nameOf(look.lead, context),
    standsFor: look.passed.filter((each) => each !== look.gravest).map((each) => each.threshold),
    author: look.lastWords && { name: look.lastWords.author.name, address: look.lastWords.author.address },
    text: look.lastWords?.text ?? "",
    trace: text,
    timeline: timelineOf(calendar, clock, now),
    answerAddress: null,
    noteAddress: null,
  };
}

/** The letter takes a moment to be read, so seconds are told only where there are no minutes. */
function rounded(ms: number): number {
  const unit = ms >= 10 * MINUTE_MS ? MINUTE_MS : 1_000;
  return Math.round(ms / unit) * unit;
}

function nameOf(address: string | null, { desk }: Context): string | null {
  return address === null ? null : (desk.agents[address]?.name ?? address);
}
