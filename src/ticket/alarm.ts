/**
 * What agents are told when the desk restrained itself: a cap bit, a flood began, a ticket would not stay closed, a
 * forgery got through. One letter for all of these, so that restraint is never silent and never a flood of its own.
 */
import type { Context, Dispatch } from "./input.ts";
import type { FloodScope, Withheld } from "./restraint.ts";
import type { Ticket } from "./ticket.ts";

/** `ticketId` null: it is about no ticket. Instants are ms since epoch. */
export type Alarm = { ticketId: number | null; subject: string; timezone: string } & AlarmNews;

export type AlarmNews =
  | { what: "breakerOpened"; perHour: number }
  | { what: "breakerClosed"; since: number; withheld: number }
  | { what: "withheld"; since: number; reasons: { reason: WithheldTold; count: number }[]; tickets: number[] }
  | ({ what: "flood" } & FloodScope)
  | { what: "floodOver"; who: string; count: number }
  | { what: "reopenLimit"; who: string; perDay: number }
  | { what: "noticeLimit"; who: string; perHour: number }
  | { what: "commandsOff"; forgeries: string[] };

/** Reasons of withheld letters that leads hear of; what is silent by rule (lists, our own address) is no news. */
export type WithheldTold = Exclude<Withheld, "ownAddress">;

/** The leads of the desk, or its first agent where nobody leads. */
export function leadsOf({ desk }: Pick<Context, "desk">): { name: string; address: string }[] {
  const agents = Object.entries(desk.agents).map(([address, agent]) => ({ ...agent, address }));
  const leads = agents.filter(({ role }) => role === "lead");
  return (leads.length > 0 ? leads : agents.slice(0, 1)).map(({ name, address }) => ({ name, address }));
}

/** The ticket under which a flood is kept: its team and the leads hear of it once. */
export function floodNotices(flood: FloodScope, ticket: Ticket, context: Pick<Context, "desk">): Dispatch[] {
  const { teams, agents } = context.desk;
  const team = (teams[ticket.team] ?? []).map((address) => ({ name: agents[address]?.name ?? "", address }));
  const leads = leadsOf(context).filter(({ address }) => !team.some((agent) => agent.address === address));
  return alarms({ what: "flood", ...flood }, ticket, [...team, ...leads], context);
}

/** The letters that tell it; `ticket` null where it is about no ticket. */
export function alarms(
  news: AlarmNews,
  ticket: Pick<Ticket, "id" | "subject"> | null,
  to: { name: string; address: string }[],
  { desk }: Pick<Context, "desk">,
): Dispatch[] {
  const timezone = Object.values(desk.calendars)[0]?.timezone ?? "UTC";
  const data: Alarm = { ticketId: ticket?.id ?? null, subject: ticket?.subject ?? "", timezone, ...news };
  return to.map(({ name, address }) => ({
    letter: { name: "alarm", to: { name, address }, language: desk.language, data },
    to: "agent",
    holdMs: 0,
    attachments: [],
    about: news.what,
  }));
}
