/** What `#show` and `#queue` answer: a ticket or the queue as plain lines that read well on a phone. */
import type { Command } from "./command.ts";
import { tellDuration } from "./duration.ts";
import type { Agent, Asked, Context, ShownMessage } from "./input.ts";
import type { Language } from "./letter.ts";
import { workingOrder } from "./order.ts";
import { type Clock, consumedMs } from "./sla/clock.ts";
import type { Ticket } from "./ticket.ts";
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
    internal: "internal",
    earlier: "earlier messages are left out",
    empty: "No live tickets.",
    more: "and more",
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
    internal: "wewnętrzne",
    earlier: "pominięto wcześniejsze wiadomości",
    empty: "Brak otwartych zgłoszeń.",
    more: "i dalsze",
  },
};

/** The pages that a mail's commands ask for, one after the other. */
export function pagesFor(commands: Command[], agent: Agent, asked: Asked | undefined, context: Context): string {
  const { language } = context.desk;
  return commands
    .flatMap((command): string[] => {
      if (command.kind === "help") return [helpWords(language)];
      if (command.kind === "show" && asked?.shown && asked.shown !== "missing") {
        return [showPage(asked.shown.ticket, asked.shown.messages, context)];
      }
      if (command.kind === "show") return [doneWords("noTicket", { number: String(command.ticketId ?? "") }, language)];
      if (command.kind === "queue") return [queuePage(asked?.queue ?? [], command.of, agent.address, context)];
      return [];
    })
    .join("\n\n");
}

function showPage(ticket: Ticket, messages: ShownMessage[], context: Context): string {
  const say = words[context.desk.language];
  const head = [
    `#${ticket.id} ${ticket.subject}`,
    `${say.status}: ${ticket.status} · ${say.severity}: ${ticket.severity} · ${say.plan}: ${ticket.plan}`,
    `${say.by}: ${ticket.requester.name} <${ticket.requester.address}>${ticket.account ? `, ${ticket.account.name}` : ""}`,
    `${say.with}: ${nameOf(ticket.assignee, context) ?? say.nobody} (${ticket.team})`,
    ...ticket.clocks.map((clock) => clockLine(clock, context)),
  ];
  const last = messages.slice(-messagesMax);
  const said = last.map((message) => {
    const mark = message.direction === "note" ? ` (${say.internal})` : "";
    const text = message.visible.trim();
    const shown = text.length > messageCharsMax ? `${text.slice(0, messageCharsMax).toWellFormed()}…` : text;
    const author = message.author.name || message.author.address;
    return `${stamp(message.at, zoneOf(ticket, context))} ${author}${mark}:\n${shown}`;
  });
  const cut = messages.length > last.length ? [`(${say.earlier})`] : [];
  return [head.join("\n"), ...cut, ...said].join("\n\n");
}

function clockLine(clock: Clock, context: Context): string {
  const say = words[context.desk.language];
  const used = tellDuration(Math.floor(consumedMs(context.calendar, clock, context.now) / 60_000) * 60_000);
  const { timezone } = context.calendar(clock.target.calendar).definition;
  const due = clock.dueAt === null ? "" : `, ${say.due} ${stamp(clock.dueAt, timezone)}`;
  return `${clock.metric}: ${clock.state}, ${used} ${say.of} ${tellDuration(clock.target.ms)}${due}`;
}

/** In working order: mine, those of my teams, or all. */
function queuePage(queue: Ticket[], of: "mine" | "team" | "all", agent: string, context: Context): string {
  const { desk, now } = context;
  const say = words[desk.language];
  const teams = Object.keys(desk.teams).filter((team) => desk.teams[team]?.includes(agent));
  const wanted = queue
    .filter((ticket) => of === "all" || (of === "mine" ? ticket.assignee === agent : teams.includes(ticket.team)))
    .sort(workingOrder(desk, now));
  if (wanted.length === 0) return say.empty ?? "";
  const lines = wanted.slice(0, queueMax).map((ticket) => {
    const due = ticket.clocks
      .filter((clock) => clock.state === "running" && clock.dueAt !== null)
      .map((clock) => clock.dueAt ?? 0)
      .sort((a, b) => a - b)[0];
    const when = due === undefined ? "" : `, ${say.due} ${stamp(due, zoneOf(ticket, context))}`;
    const who = nameOf(ticket.assignee, context) ?? say.nobody;
    return `#${ticket.id} [${ticket.severity}] ${ticket.subject.slice(0, 100)}\n  ${ticket.status}, ${who}${when}`;
  });
  const more = wanted.length - lines.length;
  return [...lines, ...(more > 0 ? [`${say.more} ${more}`] : [])].join("\n");
}

function nameOf(address: string | null, { desk }: Context): string | null {
  return address === null ? null : (desk.agents[address]?.name ?? address);
}

function zoneOf(ticket: Ticket, context: Context): string {
  const name = ticket.clocks[0]?.target.calendar;
  return name === undefined ? "UTC" : context.calendar(name).definition.timezone;
}

/** "2026-10-12 10:00", by the wall clock of a zone. */
function stamp(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
}
