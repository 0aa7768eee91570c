/** Lists of tickets by mail, the morning's digest and the queue: each line with its bar and the way to answer it. */
import type { LetterData, ListedTicket } from "../../ticket/letter.ts";
import { type Block, type ListedTicket as Line, none } from "./blocks.ts";
import { personName, promiseName, type Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, threadSubject } from "./subject.ts";

type Digest = LetterData["digest"];

export function digest(data: Digest, locale: Locale): Told {
  const { say } = locale;
  const counts = {
    breached: String(data.breached.length),
    today: String(data.dueToday.length),
    waiting: String(data.waiting.length),
  };
  const list = (title: string, items: ListedTicket[]): Block =>
    items.length === 0
      ? none
      : {
          kind: "tickets",
          title,
          tickets: items.map((item) => ticketLine(item, data.timezone, locale)),
        };
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

/** The queue that an agent asked for. */
export function queue(
  { tickets, unnamed }: NonNullable<LetterData["transcript"]["queue"]>,
  timezone: string,
  locale: Locale,
): Block[] {
  const { say } = locale;
  const lines = tickets.map((item) => ticketLine(item, timezone, locale));
  if (lines.length === 0) return [{ kind: "notice", warn: false, text: say("digest.empty") }];
  return [
    { kind: "tickets", title: say("digest.queue"), tickets: lines },
    unnamed === 0 ? none : { kind: "notice", warn: false, text: say("digest.unnamed", { count: String(unnamed) }) },
  ];
}

function ticketLine(item: ListedTicket, timezone: string, { say, ...locale }: Locale): Line {
  const { metric, dueAt, answerAddress, ticketId } = item;
  const due =
    metric === null || dueAt === null
      ? say("digest.noTime")
      : say("digest.due", { what: promiseName(metric, { say, ...locale }), instant: locale.instant(dueAt, timezone) });
  const people = [
    personName(item.requester),
    oneLine(item.requester.address, 254),
    ...(item.account === null ? [] : [oneLine(item.account, 150)]),
  ];
  const state = [statusName(item.status, say), item.holder === null ? say("digest.team") : oneLine(item.holder, 150)];
  return {
    title: `[#${ticketId}] ${oneLine(item.severity)}: ${bareSubject(item.subject, ticketId)}`,
    notes: [item.share === null ? due : `${due} · ${item.share}%`, state.join(" · "), [...new Set(people)].join(" · ")],
    segments: item.timeline,
    write:
      answerAddress === null
        ? null
        : { label: say("digest.answer"), address: answerAddress, subject: threadSubject(item.subject, ticketId) },
  };
}

function statusName(status: ListedTicket["status"], say: Locale["say"]): string {
  const keys = {
    new: "status.new",
    open: "status.open",
    pending: "status.pending",
    onHold: "status.onHold",
    solved: "status.solved",
    closed: "status.closed",
  };
  return say(keys[status]);
}
