/**
 * A ticket: its state, the events that are its history, and `evolve`, which applies one to the other. The row is the
 * truth and events explain it; both come out of `decide`.
 */
import type { Language } from "./letter.ts";
import type { Restrained } from "./restraint.ts";
import { evolveRelation, isRelating, type Relating } from "./relation.ts";
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
  /** A question put to the customer, or answered before anyone asked. */
  | { type: "asked"; question: Question }
  | { type: "questionAnswered"; ordinal: number; answer: "yes" | "no"; by: string }
  | { type: "questionWithdrawn"; ordinal: number }
  /** Nobody answered in time; or what was granted has had its time. */
  | { type: "questionExpired"; ordinal: number }
  | { type: "askedAgain"; ordinal: number; askAgainAt: number | null };

/** Words of a ticket that a command sets and no clock depends on. */
export type Settable = "stage" | "cause" | "team";

/** A yes or no put to the customer (lifecycle.md, "Questions"). Instants are ms since epoch. */
export type Question = {
  ordinal: number;
  /** Is it solved? May we look into something of yours? Do you authorise this change? */
  kind: "resolution" | "access" | "authorisation";
  state: "asked" | "answered" | "withdrawn" | "expired";
  /** What may be looked into, or is to be authorised; "" for the resolution. */
  about?: string;
  /** Until when it can be answered, and granted access lasts; null for the resolution. */
  until?: number | null;
  askedAt: number;
  /** The agent, or the participant who said it unasked. */
  askedBy: string;
  askedAgainCount: number;
  /** When the customer is to be asked again, or silence is to count, where the desk wants either. */
  askAgainAt: number | null;
  answeredAt: number | null;
  answer: "yes" | "no" | null;
  answeredBy: string | null;
};

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
  splitOff?: { ticketId: number; messageId: number };
};

/** One line of a ticket's history: who did it (an address, or "intray"), when, and why. */
export type TicketEvent = Happening & { at: number; actor: string; reason: string | null };

/** The ticket after an event. Events that only tell something leave it as it is. */
export function evolve(ticket: Ticket | null, event: TicketEvent): Ticket {
  if (event.type === "opened") return event.ticket;
  if (!ticket) throw new Error(`the event ${event.type} needs a ticket that was opened before`);
  if (isRelating(event)) return evolveRelation(ticket, event);
  switch (event.type) {
    case "assigned":
    case "escalated":
      return { ...ticket, assignee: event.to };
    case "statusChanged":
      return {
        ...ticket,
        status: event.to,
        closedAt: event.to === "closed" ? (event.closedAt ?? event.at) : null,
        closedHow: event.to === "closed" ? (event.how ?? ticket.closedHow) : null,
        holdUntil: null,
      };
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
    case "asked":
    case "questionAnswered":
    case "questionWithdrawn":
    case "questionExpired":
    case "askedAgain":
      return evolveQuestion(ticket, event);
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
      return ticket;
    default:
      return event satisfies never;
  }
}

type QuestionEvent = Extract<
  TicketEvent,
  { type: "asked" | "questionAnswered" | "questionWithdrawn" | "questionExpired" | "askedAgain" }
>;

function evolveQuestion(ticket: Ticket, event: QuestionEvent): Ticket {
  switch (event.type) {
    case "asked":
      return { ...ticket, questions: [...ticket.questions, event.question] };
    case "questionAnswered": {
      const { answer, by: answeredBy, at: answeredAt } = event;
      return withQuestion(ticket, event.ordinal, {
        state: "answered",
        answer,
        answeredBy,
        answeredAt,
        askAgainAt: endOfGrant(ticket, event.ordinal, answer),
      });
    }
    case "questionExpired":
      return withQuestion(ticket, event.ordinal, { state: "expired", askAgainAt: null });
    case "questionWithdrawn":
      return withQuestion(ticket, event.ordinal, { state: "withdrawn", askAgainAt: null });
    case "askedAgain": {
      const count = ticket.questions.find(({ ordinal }) => ordinal === event.ordinal)?.askedAgainCount ?? 0;
      return withQuestion(ticket, event.ordinal, { askedAgainCount: count + 1, askAgainAt: event.askAgainAt });
    }
    default:
      return event satisfies never;
  }
}

function withQuestion(ticket: Ticket, ordinal: number, change: Partial<Question>): Ticket {
  return {
    ...ticket,
    questions: ticket.questions.map((each) => (each.ordinal === ordinal ? { ...each, ...change } : each)),
  };
}

/** Granted access is looked at once more, when its time is over. */
function endOfGrant(ticket: Ticket, ordinal: number, answer: "yes" | "no"): number | null {
  const question = ticket.questions.find((each) => each.ordinal === ordinal);
  return question?.kind === "access" && answer === "yes" ? (question.until ?? null) : null;
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
