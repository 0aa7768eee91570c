/** What the morning's digest says: three lists of tickets, each with its bar, so that a glance tells where to begin. */
import type { LetterData } from "../ticket/letter.ts";
import { type Block, none } from "./blocks.ts";
import { personName, promiseName, type Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject } from "./subject.ts";

type Digest = LetterData["digest"];
type Item = Digest["waiting"][number];

export function digest(data: Digest, locale: Locale): Told {
  const { say } = locale;
  const counts = {
    breached: String(data.breached.length),
    today: String(data.dueToday.length),
    waiting: String(data.waiting.length),
  };
  const list = (title: string, items: Item[]): Block =>
    items.length === 0
      ? none
      : { kind: "tickets", title, tickets: items.map((item) => ticketOf(item, data.timezone, locale)) };
  return {
    subject: say("digest.subject", counts),
    preheader: say("digest.counts", counts),
    values: { greeting: say("common.hello", { name: oneLine(data.agentName) }), counts: say("digest.counts", counts) },
    blocks: {
      breached: list(say("digest.breached"), data.breached),
      dueToday: list(say("digest.dueToday"), data.dueToday),
      waiting: list(say("digest.waiting"), data.waiting),
      unnamed:
        data.unnamed === 0
          ? none
          : { kind: "notice", warn: false, text: say("digest.unnamed", { count: String(data.unnamed) }) },
    },
  };
}

function ticketOf(item: Item, timezone: string, locale: Locale) {
  const { say, instant } = locale;
  const { metric, dueAt } = item;
  const due =
    metric === null || dueAt === null
      ? say("digest.noTime")
      : say("digest.due", { what: promiseName(metric, locale), instant: instant(dueAt, timezone) });
  const people = [
    personName(item.requester),
    oneLine(item.requester.address, 254),
    ...(item.account === null ? [] : [oneLine(item.account, 150)]),
    ...(item.isYours ? [] : [say("digest.team")]),
  ];
  return {
    title: `[#${item.ticketId}] ${oneLine(item.severity)}: ${bareSubject(item.subject, item.ticketId)}`,
    notes: [item.share === null ? due : `${due} · ${item.share}%`, [...new Set(people)].join(" · ")],
    segments: item.timeline,
  };
}
