/** The letter that says how the desk restrained itself: what happened, what that means, and what to do. */
import type { Alarm } from "../../ticket/alarm.ts";
import { type Block, type Fact, none } from "./blocks.ts";
import type { Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, taggedSubject } from "./subject.ts";

type Said = { subject: string; lead: string; how: string; facts?: Fact[]; list?: Block };

export function alarm(data: Alarm, locale: Locale): Told {
  const { subject, lead, how, facts = [], list = none } = saidOf(data, locale);
  const { ticketId } = data;
  const about: Fact[] =
    ticketId === null
      ? []
      : [
          { label: locale.say("alarm.ticket"), value: `#${ticketId}` },
          { label: locale.say("fact.subject"), value: bareSubject(data.subject, ticketId) },
        ];
  return {
    subject: ticketId === null ? subject : taggedSubject(subject, ticketId),
    preheader: lead,
    values: { heading: subject, lead, how },
    blocks: { facts: { kind: "facts", facts: [...about, ...facts] }, list },
  };
}

function saidOf(data: Alarm, locale: Locale): Said {
  const { say, instant } = locale;
  const since = (at: number): Fact => ({ label: say("alarm.since"), value: instant(at, data.timezone) });
  switch (data.what) {
    case "breakerOpened":
      return {
        subject: say("alarm.breakerOpened"),
        lead: say("alarm.breakerOpenedLead", { count: String(data.perHour) }),
        how: say("alarm.breakerOpenedHow"),
      };
    case "breakerClosed":
      return {
        subject: say("alarm.breakerClosed"),
        lead: say("alarm.breakerClosedLead", { count: String(data.withheld) }),
        how: say("alarm.withheldHow"),
        facts: [since(data.since)],
      };
    case "withheld":
      return {
        subject: say("alarm.withheld", { count: String(data.reasons.reduce((sum, { count }) => sum + count, 0)) }),
        lead: say("alarm.withheldLead"),
        how: say("alarm.withheldHow"),
        facts: [since(data.since), ...data.reasons.map((each) => reasonFact(each, locale))],
        list: ticketList(data.tickets, say("alarm.tickets")),
      };
    case "flood":
      return {
        subject: say("alarm.flood", { who: oneLine(data.subject, 150) }),
        lead: say("alarm.floodLead", { count: String(data.perHour), who: oneLine(data.subject, 150) }),
        how: say("alarm.floodHow"),
      };
    case "floodOver":
      return {
        subject: say("alarm.floodOver", { who: oneLine(data.who, 150) }),
        lead: say("alarm.floodOverLead", { count: String(data.count) }),
        how: say("alarm.floodHow"),
      };
    case "reopenLimit":
      return {
        subject: say("alarm.reopenLimit"),
        lead: say("alarm.reopenLimitLead", { who: oneLine(data.who, 150), count: String(data.perDay) }),
        how: say("alarm.reopenLimitHow"),
      };
    case "noticeLimit":
      return {
        subject: say("alarm.noticeLimit", { who: oneLine(data.who, 150) }),
        lead: say("alarm.noticeLimitLead", { who: oneLine(data.who, 150), count: String(data.perHour) }),
        how: say("alarm.noticeLimitHow"),
      };
    case "commandsOff":
      return {
        subject: say("alarm.commandsOff"),
        lead: say("alarm.commandsOffLead"),
        how: say("alarm.commandsOffHow"),
        list: {
          kind: "list",
          title: say("alarm.forgeries"),
          items: data.forgeries.map((text) => ({ text: oneLine(text, 150), url: null })),
        },
      };
    default:
      return data satisfies never;
  }
}

/** The sentences of the reasons, by name. */
const reasonKeys = {
  undeliverable: "alarm.undeliverable",
  flood: "alarm.floodReason",
  breakerOpen: "alarm.breakerReason",
  looksLikeLoop: "alarm.looksLikeLoop",
  capReached: "alarm.capReached",
  domainCap: "alarm.domainCap",
  ticketCap: "alarm.ticketCap",
} as const;

function reasonFact({ reason, count }: { reason: keyof typeof reasonKeys; count: number }, { say }: Locale): Fact {
  return { label: String(count), value: say(reasonKeys[reason]) };
}

function ticketList(tickets: number[], title: string): Block {
  if (tickets.length === 0) return none;
  return { kind: "list", title, items: [{ text: tickets.map((id) => `#${id}`).join(", "), url: null }] };
}
