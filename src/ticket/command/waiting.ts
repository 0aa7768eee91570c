/**
 * What stands in the way of commands that wait for somebody: a date that is none, a word the customer must give first. And
 * carrying out those of them that ask the customer, or hold a ticket until a day.
 */
import { changeStatus } from "../clocks.ts";
import { houseCalendar } from "../digest.ts";
import type { Context, Story } from "../input.ts";
import type { Language } from "../letter.ts";
import { askPermission, isAuthorised, readAsking } from "../question/permission.ts";
import { withdraw } from "../question/question.ts";
import type { Ticket } from "../ticket.ts";
import type { Command } from "./command.ts";
import type { Refusal, RefusalReason } from "./grammar.ts";
import { partWords } from "./partWords.ts";
import { doneWords } from "./transcriptWords.ts";
import { readUntil } from "./until.ts";

type Ask = Extract<Command, { kind: "ask" }>;
type Hold = Extract<Command, { kind: "hold" }>;
type By = { agent: string; at: number; language: Language };

/** The ticket as the other commands of the mail will have made it: `#open` and `#type` may clear the way. */
export function asOpened(commands: Command[], ticket: Ticket): Ticket {
  const opens = commands.some(({ kind }) => kind === "open");
  const type = commands.find((command) => command.kind === "type");
  return {
    ...ticket,
    status: opens ? "open" : ticket.status,
    requestType: type?.kind === "type" ? type.to : ticket.requestType,
  };
}

/** Why `#ask`, `#hold until …` or `#solve` cannot be carried out; null where it can, and for any other command. */
export function obstacle(command: Command, ticket: Ticket, context: Context): Refusal | null {
  const no = (why: RefusalReason, suggestion: string | null = null): Refusal => {
    return { line: command.line, why, suggestion, known: [] };
  };
  switch (command.kind) {
    case "ask": {
      if (ticket.status === "closed") return no("ticketClosed", "#open");
      if (ticket.status === "solved") return no("alreadySolved", "#open");
      const read = readAsking(command.question, command.about, context);
      return typeof read === "string" ? no(read, askExample(command)) : null;
    }
    case "hold": {
      const until = command.until === "" ? null : holdUntil(command.until, context);
      return typeof until === "string" ? no(until, "#hold until friday") : null;
    }
    case "solve":
      return needsAuthorisation(ticket, context) ? no("needsAuthorisation", "#ask authorisation …") : null;
    default:
      return null;
  }
}

function askExample({ question }: Ask): string {
  return question === "access"
    ? "#ask access proj_12345678 until friday"
    : "#ask authorisation to delete the old project";
}

/** Its request type is one that the customer must authorise, and they have not. */
function needsAuthorisation(ticket: Ticket, { desk }: Context): boolean {
  const type = desk.requestTypes.find(({ name }) => name === ticket.requestType);
  return type?.needsAuthorisation === true && !isAuthorised(ticket);
}

/** On a day: when people are at work again. */
function holdUntil(written: string, context: Context): number | RefusalReason {
  const calendar = houseCalendar(context);
  const read = readUntil(written, context.now, calendar.definition.timezone);
  if (read === "past") return "datePast";
  if (read === "tooFar") return "dateTooFar";
  if (typeof read === "string") return "notADate";
  const at = read.kind === "day" ? calendar.nextOpening(read.startsAt) : read.at;
  return at > context.now ? at : "datePast";
}

/** On hold, and until when; said again it moves the day, or takes it away. */
export function hold(story: Story, { until }: Hold, { agent, at, language }: By, context: Context): string {
  const read = until === "" ? null : holdUntil(until, context);
  const end = typeof read === "number" ? read : null;
  const isHeld = story.ticket.status === "onHold";
  if (isHeld && story.ticket.holdUntil === end)
    return doneWords("already", { status: partWords("onHold", language) }, language);
  // A customer who was asked whether it is solved is asked no more; what they said themselves still holds.
  if (story.ticket.status === "solved") withdraw(story, agent, "command");
  changeStatus(story, "onHold", { at, actor: agent, reason: "command" }, context);
  if (story.ticket.holdUntil !== end) story.add({ type: "heldUntil", until: end }, agent, "command");
  if (end === null) return doneWords("onHold", {}, language);
  return doneWords("onHoldUntil", { until: tellInstant(end, context) }, language);
}

export function ask(story: Story, command: Ask, { agent, at, language }: By, context: Context): string {
  const read = readAsking(command.question, command.about, context);
  // It was read before, when nothing stood in its way.
  if (typeof read === "string") throw new Error(`a question that was let through cannot be read: ${read}`);
  askPermission(story, read, { agent, at }, context);
  const { about, until } = read;
  const { authorisers, requester } = story.ticket;
  const asked = read.kind === "authorisation" && authorisers.length > 0 ? authorisers : [requester];
  const to = asked.map(({ address }) => address).join(", ");
  const key = read.kind === "access" ? "askedAccess" : "askedAuthorisation";
  return doneWords(key, { about, to, until: tellInstant(until, context) }, language);
}

/** "2026-10-16 09:00", by the wall clock of the house. */
export function tellInstant(at: number, context: Context): string {
  const { timezone: timeZone } = houseCalendar(context).definition;
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
}
