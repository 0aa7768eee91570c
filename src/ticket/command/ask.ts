/** What `#show`, `#queue` and `#help` answer: a ticket as plain lines that read well on a phone, the queue as a list to write from. */

import { listed } from "../digest.ts";
import { tellDuration } from "../duration.ts";
import type { Agent, Asked, Context, ShownMessage } from "../input.ts";
import type { Language, LetterData } from "../letter.ts";
import { workingOrder } from "../order.ts";
import { timezoneOf } from "../promise.ts";
import { isPermission, type Permission } from "../question/permission.ts";
import { type Clock, consumedMs } from "../sla/clock.ts";
import type { Ticket } from "../ticket.ts";
import type { Command } from "./command.ts";
import { partWords } from "./partWords.ts";
import { doneWords, helpWords } from "./transcriptWords.ts";

const messagesMax = 10;
const messageCharsMax = 2_000;
const queueMax = 40;

const words: Record<Language, Record<string, string>> = {
  en: {
    status: "status",
    severity: "severity",
    plan: "plan",
    by: "asked by",
    with: "with",
    nobody: "nobody yet",
    of: "of",
    due: "due",
    until: "on hold until",
    untilThen: "until",
    access: "access",
    authorisation: "authorisation",
    asked: "not answered yet",
    withdrawn: "asked no more",
    expired: "over",
    yes: "yes",
    no: "no",
    internal: "internal",
    mergedInto: "merged into",
    related: "related",
    earlier: "earlier messages are left out",
  },
  pl: {
    status: "stan",
    severity: "kategoria",
    plan: "plan",
    by: "zgłasza",
    with: "prowadzi",
    nobody: "jeszcze nikt",
    of: "z",
    due: "termin",
    until: "wstrzymane do",
    untilThen: "do",
    access: "dostęp",
    authorisation: "zatwierdzenie",
    asked: "jeszcze bez odpowiedzi",
    withdrawn: "już nie pytamy",
    expired: "czas minął",
    yes: "tak",
    no: "nie",
    internal: "wewnętrzne",
    mergedInto: "scalone z",
    related: "powiązane",
    earlier: "pominięto wcześniejsze wiadomości",
  },
};

/** What a mail's commands asked for. */
export type Asking = Pick<LetterData["transcript"], "page" | "shown" | "queue">;

export const askedNothing: Asking = { page: "", shown: null, queue: null };

export function answerAsked(commands: Command[], agent: Agent, asked: Asked | undefined, context: Context): Asking {
  const { language } = context.desk;
  const told = { ...askedNothing };
  const pages: string[] = [];
  for (const command of commands) {
    if (command.kind === "help") pages.push(helpWords(language));
    if (command.kind === "queue") told.queue = queueOf(asked?.queue ?? [], command.of, agent.address, context);
    if (command.kind !== "show") continue;
    if (!asked?.shown || asked.shown === "missing") {
      pages.push(doneWords("noTicket", { number: String(command.ticketId ?? "") }, language));
      continue;
    }
    const { ticket, messages } = asked.shown;
    pages.push(showPage(ticket, messages, context));
    told.shown = { ticketId: ticket.id, subject: ticket.subject, answerAddress: null, noteAddress: null };
  }
  return { ...told, page: pages.join("\n\n") };
}

function showPage(ticket: Ticket, messages: ShownMessage[], context: Context): string {
  const say = words[context.desk.language];
  const head = [
    `#${ticket.id} ${ticket.subject}`,
    `${say.status}: ${partWords(ticket.status, context.desk.language)} · ${say.severity}: ${ticket.severity} · ${say.plan}: ${ticket.plan}`,
    `${say.by}: ${ticket.requester.name} <${ticket.requester.address}>${ticket.account ? `, ${ticket.account.name}` : ""}`,
    `${say.with}: ${nameOf(ticket.assignee, context) ?? say.nobody} (${ticket.team})`,
    ...(ticket.holdUntil === null ? [] : [`${say.until} ${stamp(ticket.holdUntil, timezoneOf(ticket, context))}`]),
    ...(ticket.mergedInto === null ? [] : [`${say.mergedInto} #${ticket.mergedInto}`]),
    ...(ticket.related.length === 0 ? [] : [`${say.related}: ${ticket.related.map((id) => `#${id}`).join(", ")}`]),
    ...ticket.clocks.map((clock) => clockLine(clock, context)),
    ...ticket.questions.filter(isPermission).map((question) => permissionLine(question, ticket, context)),
  ];
  const last = messages.slice(-messagesMax);
  const said = last.map((message) => {
    const mark = message.direction === "note" ? ` (${say.internal})` : "";
    const text = message.visible.trim();
    const shown = text.length > messageCharsMax ? `${text.slice(0, messageCharsMax).toWellFormed()}…` : text;
    const author = message.author.name || message.author.address;
    return `${stamp(message.at, timezoneOf(ticket, context))} ${author}${mark}:\n${shown}`;
  });
  const cut = messages.length > last.length ? [`(${say.earlier})`] : [];
  return [head.join("\n"), ...cut, ...said].join("\n\n");
}

/** "access: proj_12345678: yes, ada@shop.example, until 2026-10-16 23:59". */
function permissionLine(
  { kind, about, state, answer, answeredBy, until }: Permission,
  ticket: Ticket,
  context: Context,
) {
  const say = words[context.desk.language];
  const said = answer === null ? say[state] : `${say[answer]} (${answeredBy ?? ""})`;
  const over = answer !== null && state === "expired" ? `, ${say.expired}` : "";
  const end = state === "asked" || (kind === "access" && answer === "yes" && state === "answered");
  const time = end ? `, ${say.untilThen} ${stamp(until, timezoneOf(ticket, context))}` : "";
  return `${say[kind]}: ${about}: ${said}${over}${time}`;
}

function clockLine(clock: Clock, context: Context): string {
  const say = words[context.desk.language];
  const used = tellDuration(Math.floor(consumedMs(context.calendar, clock, context.now) / 60_000) * 60_000);
  const { timezone } = context.calendar(clock.target.calendar).definition;
  const due = clock.dueAt === null ? "" : `, ${say.due} ${stamp(clock.dueAt, timezone)}`;
  const [metric, state] = [clock.metric, clock.state].map((name) => partWords(name, context.desk.language));
  return `${metric}: ${state}, ${used} ${say.of} ${tellDuration(clock.target.ms)}${due}`;
}

/** In working order: mine, those of my teams, or all. */
function queueOf(queue: Ticket[], of: "mine" | "team" | "all", agent: string, context: Context): Asking["queue"] {
  const { desk, now } = context;
  const teams = Object.keys(desk.teams).filter((team) => desk.teams[team]?.includes(agent));
  const wanted = queue
    .filter((ticket) => of === "all" || (of === "mine" ? ticket.assignee === agent : teams.includes(ticket.team)))
    .sort(workingOrder(desk, now));
  const tickets = wanted.slice(0, queueMax).map((ticket) => listed(ticket, context.calendar, context));
  return { tickets, unnamed: wanted.length - tickets.length };
}

function nameOf(address: string | null, { desk }: Context): string | null {
  return address === null ? null : (desk.agents[address]?.name ?? address);
}

/** "2026-10-12 10:00", by the wall clock of a zone. */
function stamp(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
}
