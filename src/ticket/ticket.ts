/**
 * A ticket: its state, the events that are its history, and `evolve`, which applies one to the other. The row is the
 * truth and events explain it; both come out of `decide`.
 */

import { evolveRelation, isRelating, type Relating } from "./command/relation.ts";
import type { Guiding } from "./guide/guide.ts";
import type { Language } from "./letter.ts";
import { evolveQuestion, isQuestioning, type Question, type Questioning } from "./question/questionEvent.ts";
import type { Restrained } from "./restraint.ts";
import type { Clock } from "./sla/clock.ts";

export type Status = "new" | "open" | "pending" | "onHold" | "solved" | "closed";
export const statuses: readonly Status[] = ["new", "open", "pending", "onHold", "solved", "closed"];
export type ClosedHow = "agreed" | "duplicate" | "spam" | "lapsed";

/** A contact as a ticket knows them; `contactId` is null until the row is written. */
export type Person = { contactId: number | null; name: string; address: string };

/** Instants are ms since epoch. */
export type Ticket = {
  id: number;
  subject: string;
  status: Status;
  closedHow: ClosedHow | null;
  severity: string;
  requestType: string | null;
  cause: string | null;
  stage: string | null;
  account: { id: number; name: string } | null;
  plan: string;
  requester: Person;
  participants: Person[];
  /** The contacts of the account who may authorise a change to it; nobody where the account names none. */
  authorisers: Person[];
  assignee: string | null;
  team: string;
  language: Language;
  customerReferences: Record<string, string[]>;
  clocks: Clock[];
  deskVersionId: number;
  openedAt: number;
  closedAt: number | null;
  /** While it is on hold: when it opens again by itself; null where nobody said until when. */
  holdUntil: number | null;
  /** The customer's own Message-ID, which our letters to them answer. */
  firstMessageId: string | null;
  /** What the customer was asked, in the order of asking; of one kind at most one is open. */
  questions: Question[];
  /** The ticket that took this one over; null where none did. */
  mergedInto: number | null;
  /** The numbers of tickets that have to do with this one. */
  related: number[];
};

/** What happened, by kind. `clock` events carry the clock as it is afterwards. */
export type Happening =
  | Relating
  | { type: "opened"; ticket: Ticket }
  | { type: "received"; from: Person; isUnverified: boolean }
  | { type: "answered"; agent: string }
  | { type: "noted"; agent: string }
  | { type: "assigned"; to: string }
  | { type: "statusChanged"; from: Status; to: Status; how?: ClosedHow; closedAt?: number }
  /** On hold, and until when. */
  | { type: "heldUntil"; until: number | null }
  /** A command set one of the ticket's words. */
  | { type: "changed"; field: Settable; from: string | null; to: string | null }
  | { type: "unassigned"; from: string }
  | { type: "joined"; person: Person }
  | { type: "copied"; person: Person }
  | { type: "left"; person: Person }
  /** What one mail of an agent did, so that it can be undone: what it changed, before and after. */
  | { type: "acted"; rawMailId: number; lines: string[]; text: TextFate; before: Snapshot; after: Snapshot }
  | { type: "undone"; rawMailId: number; answer: "stopped" | "left" | "none" }
  | { type: "clockStarted" | "clockPaused" | "clockResumed" | "clockStopped" | "clockReopened"; clock: Clock }
  | { type: "clockRebased" | "clockCancelled" | "clockRestored"; clock: Clock }
  /** The due instant has passed, or a change left less time than was used: \`clock.breachedAt\` says when. */
  | { type: "breached"; clock: Clock }
  /** Agents were told of a clock; \`thresholds\` are all that this letter stands for. */
  | { type: "reminded"; clockId: string; letter: string; thresholds: string[] }
  | { type: "severityChanged" | "planChanged"; from: string; to: string }
  | { type: "requestTypeChanged"; from: string | null; to: string | null }
  /** The promises are those of another version of the desk from now on. */
  | { type: "deskChanged"; from: number; to: number }
  | { type: "escalated"; clockId: string; from: string | null; to: string }
  | { type: "autoReplied"; from: string; awayUntil: string | null }
  | { type: "undelivered"; recipient: string; letter: string; kind: string; cause: string }
  /** `mark`: why it looks like a machine's. */
  | { type: "rated"; messageId: number; score: number; comment: string; source: "link" | "reply"; mark: string | null }
  | { type: "confirmationWithheld" }
  | Restrained
  | { type: "followsUp"; ticketId: number }
  /** An agent passed the author's mail on; when it was written, as the forward says. */
  | { type: "passedOn"; agent: string; writtenAt: string | null }
  | Guiding
  | Questioning;

/** Words of a ticket that a command sets and no clock depends on. */
export type Settable = "stage" | "cause" | "team";

export type { Question } from "./question/questionEvent.ts";

/** What became of the text of an agent's mail. */
export type TextFate = "answer" | "note" | "none";

/** The parts of a ticket that a mail of an agent changed, and only those. */
export type Snapshot = Partial<
  Pick<
    Ticket,
    | Settable
    | "severity"
    | "requestType"
    | "status"
    | "closedHow"
    | "closedAt"
    | "assignee"
    | "participants"
    | "clocks"
    | "questions"
    | "holdUntil"
    | "mergedInto"
    | "related"
    | "requester"
    | "account"
    | "plan"
  >
> & {
  /** The people whom a merge brought into the other ticket. */
  brought?: string[];
  /** The message that went into a ticket of its own. */
  splitOff?: { ticketId: number; messageId: number; wasUnverified: boolean };
};

/** One line of a ticket's history: who did it (an address, or "intray"), when, and why. */
export type TicketEvent = Happening & { at: number; actor: string; reason: string | null };

/** The ticket after an event. Events that only tell something leave it as it is. */
export function evolve(ticket: Ticket | null, event: TicketEvent): Ticket {
  if (event.type === "opened") return event.ticket;
  if (!ticket) throw new Error(`the event ${event.type} needs a ticket that was opened before`);
  if (isRelating(event)) return evolveRelation(ticket, event);
  if (isQuestioning(event)) return evolveQuestion(ticket, event);
  switch (event.type) {
    case "assigned":
    case "escalated":
      return { ...ticket, assignee: event.to };
    case "statusChanged":
      return { ...ticket, ...statusAfter(ticket, event) };
    case "heldUntil":
      return { ...ticket, holdUntil: event.until };
    case "changed":
      return { ...ticket, [event.field]: event.to };
    case "unassigned":
      return { ...ticket, assignee: null };
    case "severityChanged":
      return { ...ticket, severity: event.to };
    case "planChanged":
      return { ...ticket, plan: event.to };
    case "requestTypeChanged":
      return { ...ticket, requestType: event.to };
    case "deskChanged":
      return { ...ticket, deskVersionId: event.to };
    case "joined":
      return { ...ticket, participants: [...ticket.participants, event.person] };
    case "left":
      return {
        ...ticket,
        participants: ticket.participants.filter((person) => person.address !== event.person.address),
      };
    case "clockStarted":
      return { ...ticket, clocks: [...ticket.clocks, event.clock] };
    case "clockPaused":
    case "clockResumed":
    case "clockStopped":
    case "clockReopened":
    case "clockRebased":
    case "clockCancelled":
    case "clockRestored":
    case "breached":
      return { ...ticket, clocks: ticket.clocks.map((clock) => (clock.id === event.clock.id ? event.clock : clock)) };
    case "received":
    case "answered":
    case "noted":
    case "reminded":
    case "copied":
    case "acted":
    case "undone":
    case "autoReplied":
    case "undelivered":
    case "rated":
    case "confirmationWithheld":
    case "letterWithheld":
    case "reopenWithheld":
    case "noticeWithheld":
    case "floodBegan":
    case "floodEnded":
    case "silenced":
    case "followsUp":
    case "passedOn":
    case "guidesOffered":
    case "guideSaid":
      return ticket;
    default:
      return event satisfies never;
  }
}

/** A ticket that is not closed was not closed in any way; and with another status the day it was held until is gone. */
function statusAfter(
  { closedHow }: Ticket,
  { to, how, closedAt, at }: Extract<TicketEvent, { type: "statusChanged" }>,
): Pick<Ticket, "status" | "closedAt" | "closedHow" | "holdUntil"> {
  const isClosed = to === "closed";
  return {
    status: to,
    closedAt: isClosed ? (closedAt ?? at) : null,
    closedHow: isClosed ? (how ?? closedHow) : null,
    holdUntil: null,
  };
}

/** The running clock that falls due first, in ms since epoch; null where nothing runs. */
export function nextDueAt(ticket: Ticket): number | null {
  const dues = ticket.clocks.flatMap((clock) =>
    clock.state === "running" && clock.dueAt !== null ? [clock.dueAt] : [],
  );
  return dues.length ? Math.min(...dues) : null;
}

/** Is this address one that may read and write the ticket as a customer? */
export function isParticipant(ticket: Ticket, address: string): boolean {
  return ticket.requester.address === address || ticket.participants.some((person) => person.address === address);
}
