/**
 * The morning's digest (lifecycle.md, "Prioritising"): at the opening of the day each agent hears what is breached, what is
 * due today and what else waits for them, in the working order. Pure: which tickets, for whom, and when.
 */
import { awayOf } from "./away.ts";
import type { Context } from "./input.ts";
import type { LetterData, ListedTicket } from "./letter.ts";
import { isBreached, workingOrder } from "./order.ts";
import type { Calendar } from "./sla/calendar.ts";
import { type Calendars, type Clock, consumedMs } from "./sla/clock.ts";
import { calendarNameFor } from "./sla/policy.ts";
import { localTime } from "./sla/zone.ts";
import type { Ticket } from "./ticket.ts";
import { timelineOf } from "./timeline.ts";

/** The day of a digest: its local date, when it is written, and when the day ends (ms since epoch). */
export type Morning = { day: string; at: number; endsAt: number };

const hourMs = 3_600_000;
/** Where a desk never closes, people still begin their day in the morning. */
const wakingHour = 8;

/** The calendar by which a desk's own days go: that of the plan that nobody had to buy. */
export function houseCalendar({ desk, calendar }: Pick<Context, "desk" | "calendar">): Calendar {
  return calendar(calendarNameFor(desk, { plan: null, account: null }));
}

/** The morning of the local day of `now`; null on a day without an opening. */
export function morningOf(calendar: Calendar, now: number): Morning | null {
  const { timezone } = calendar.definition;
  const local = localTime(timezone, now);
  const day = local.toISOString().slice(0, 10);
  const startsAt = atLocal(timezone, Date.parse(`${day}T00:00:00Z`));
  const endsAt = atLocal(timezone, Date.parse(`${day}T00:00:00Z`) + 24 * hourMs);
  const at = calendar.isOpen(startsAt)
    ? calendar.nextOpening(atLocal(timezone, Date.parse(`${day}T00:00:00Z`) + wakingHour * hourMs))
    : calendar.nextOpening(startsAt);
  return at < endsAt ? { day, at, endsAt } : null;
}

/** The instant of a local time, given as if it were UTC; in an hour that clocks skip, a little later. */
function atLocal(timezone: string, local: number): number {
  const guess = local - (localTime(timezone, local).getTime() - local);
  return local - (localTime(timezone, guess).getTime() - guess);
}

/** So many tickets of each kind are named; the rest are counted. */
const namedMax = 25;

type Digest = LetterData["digest"];

/** What an agent hears this morning; null where nothing waits for them. `calendarsOf`: those a ticket was promised by. */
export function digestFor(
  agent: string,
  tickets: readonly Ticket[],
  morning: Morning,
  context: Context,
  calendarsOf: (ticket: Ticket) => Calendars,
): Digest | null {
  const { desk, now } = context;
  if (awayOf(agent, context) !== null) return null;
  const isTheirs = ({ assignee, team }: Ticket) =>
    assignee === null || awayOf(assignee, context) !== null
      ? (desk.teams[team] ?? []).includes(agent)
      : assignee === agent;
  const live = tickets.filter((ticket) => ticket.status !== "closed" && isTheirs(ticket)).sort(workingOrder(desk, now));
  const breached = live.filter((ticket) => isBreached(ticket, now));
  const rest = live.filter((ticket) => !isBreached(ticket, now));
  const dueToday = rest.filter((ticket) => (soonestClock(ticket)?.dueAt ?? Infinity) < morning.endsAt);
  const waiting = rest.filter((ticket) => !dueToday.includes(ticket) && ["new", "open"].includes(ticket.status));
  const count = breached.length + dueToday.length + waiting.length;
  if (count === 0) return null;
  const items = (list: Ticket[]) =>
    list.slice(0, namedMax).map((ticket) => listed(ticket, calendarsOf(ticket), context));
  return {
    timezone: houseCalendar(context).definition.timezone,
    agentName: desk.agents[agent]?.name ?? agent,
    breached: items(breached),
    dueToday: items(dueToday),
    waiting: items(waiting),
    unnamed: [breached, dueToday, waiting].reduce((sum, list) => sum + Math.max(0, list.length - namedMax), 0),
  };
}

/** A ticket as lists by mail show it. */
export function listed(
  ticket: Ticket,
  calendars: Calendars,
  { desk, now }: Pick<Context, "desk" | "now">,
): ListedTicket {
  const clock = soonestClock(ticket);
  const { assignee } = ticket;
  return {
    ticketId: ticket.id,
    subject: ticket.subject,
    status: ticket.status,
    severity: ticket.severity,
    requester: { name: ticket.requester.name, address: ticket.requester.address },
    account: ticket.account?.name ?? null,
    holder: assignee === null ? null : (desk.agents[assignee]?.name ?? assignee),
    metric: clock?.metric ?? null,
    dueAt: clock?.dueAt ?? null,
    share: clock ? Math.min(999, Math.floor((100 * consumedMs(calendars, clock, now)) / clock.target.ms)) : null,
    timeline: clock ? timelineOf(calendars(clock.target.calendar), clock, now) : [],
    answerAddress: null,
  };
}

/** The running clock that is, or was, due first. */
function soonestClock(ticket: Ticket): Clock | undefined {
  return ticket.clocks
    .filter((clock) => clock.state === "running" && clock.dueAt !== null)
    .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))[0];
}
