/** A ticket as scripts see it: the JSON shapes of the command line (instants ISO 8601 in UTC, durations in seconds). */
import { breachClock, type Calendars, type Clock, consumedMs } from "./sla/clock.ts";
import type { Ticket } from "./ticket.ts";

export type ShownClock = {
  metric: Clock["metric"];
  state: Clock["state"];
  targetSeconds: number;
  consumedSeconds: number;
  startedAt: string;
  dueAt: string | null;
  stoppedAt: string | null;
  breachedAt: string | null;
};

export function showTicket(ticket: Ticket, messageCount: number, calendars: Calendars, now: number) {
  const { account, requester } = ticket;
  return {
    id: ticket.id,
    subject: ticket.subject,
    status: ticket.status,
    severity: ticket.severity,
    requestType: ticket.requestType,
    cause: ticket.cause,
    stage: ticket.stage,
    account: account && { name: account.name, plan: ticket.plan },
    plan: ticket.plan,
    requester: { name: requester.name, address: requester.address },
    participants: ticket.participants.map(({ name, address }) => ({ name, address })),
    assignee: ticket.assignee,
    team: ticket.team,
    openedAt: instant(ticket.openedAt),
    closedAt: ticket.closedAt === null ? null : instant(ticket.closedAt),
    closedHow: ticket.closedHow,
    holdUntil: ticket.holdUntil === null ? null : instant(ticket.holdUntil),
    mergedInto: ticket.mergedInto,
    related: ticket.related,
    customerReferences: ticket.customerReferences,
    clocks: ticket.clocks.map((clock) => showClock(clock, calendars, now)),
    messageCount,
  };
}

export type ShownTicket = ReturnType<typeof showTicket>;

function showClock(stored: Clock, calendars: Calendars, now: number): ShownClock {
  const clock = breachClock(stored, now);
  return {
    metric: clock.metric,
    state: clock.state,
    targetSeconds: clock.target.ms / 1000,
    consumedSeconds: consumedMs(calendars, clock, now) / 1000,
    startedAt: instant(clock.startedAt),
    dueAt: clock.dueAt === null ? null : instant(clock.dueAt),
    stoppedAt: clock.stoppedAt === null ? null : instant(clock.stoppedAt),
    breachedAt: clock.breachedAt === null ? null : instant(clock.breachedAt),
  };
}

export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
