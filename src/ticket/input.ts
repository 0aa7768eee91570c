/**
 * What `decide` takes and what it gives: inputs, the context they are judged in, and the decision. Types only, apart
 * from `tell`, which applies events while a decision is being made.
 */
import type { Address } from "../mail/message.ts";
import type { Risk } from "../mail/risk.ts";
import type { Alike } from "./alike.ts";
import type { Away, AwayChange } from "./away.ts";
import type { OtherTicket, Relations } from "./command/related.ts";
import type { Desk } from "./desk.ts";
import type { FoundGuide, Guide, GuideVerdict } from "./guide/guide.ts";
import type { IdeaAlike } from "./idea.ts";
import type { Lately } from "./lately.ts";
import type { Language, Letter, LetterName } from "./letter.ts";
import type { GivenRating, RatingRecord } from "./rating.ts";
import type { Disposition, Reason } from "./reason.ts";
import type { Restraint } from "./restraint.ts";
import type { Calendar } from "./sla/calendar.ts";
import {
  evolve,
  type Happening,
  type Person,
  type Snapshot,
  type Status,
  type TextFate,
  type Ticket,
  type TicketEvent,
} from "./ticket.ts";

/** What a mail says, as far as a decision needs it. Instants are ms since epoch. */
export type MailFacts = {
  rawMailId: number;
  receivedAt: number;
  subject: string;
  text: string;
  visible: string;
  language: string | null;
  messageId: string | null;
  attachments: MessageAttachment[];
  /** It came with formatting that can be looked at. */
  hasHtml?: boolean;
  trust: { isProven: boolean; words: string };
  isList: boolean;
  /** One of our addresses stands in To or Cc: only then a machine may answer (RFC 5230, 4.5). */
  isAddressedToUs: boolean;
  /** The mail held nothing new, so that `visible` is its whole text, quotes and all. */
  isAllQuoted?: boolean;
  /** It is encrypted, so that nobody here can read what was written. */
  isSealed?: boolean;
  /** It came inside an agent's forward. */
  isPassedOn?: boolean;
};

/** An attachment of a message: `index` finds its bytes in the raw mail; `risk` says why it could act when it is opened. */
export type MessageAttachment = {
  index: number;
  name: string;
  type: string;
  bytes: number;
  inline: boolean;
  risk?: Risk;
};

/** Someone in Cc, and whether they belong to the ticket's account. */
export type Copied = { person: Address; isSameAccount: boolean };

export type Input =
  /** `alike`: recent tickets of the sender's account that look like it. */
  | {
      kind: "newMatter";
      mail: MailFacts;
      sender: Person;
      copied: Copied[];
      mentions: number | null;
      alike?: Alike[];
      /** Guides that seem to answer it. */
      guides?: Guide[];
      /** An agent passed it on, and it names nobody who wrote it. */
      isUnnamed?: boolean;
    }
  | {
      kind: "reply";
      mail: MailFacts;
      sender: Person;
      standing: "participant" | "sameAccount" | "stranger";
      copied: Copied[];
      /** It came to the address that was made for this very person. */
      hasOwnToken?: boolean;
      /** It came to the address of the letter that put this question. */
      answersQuestion?: number | null;
    }
  | {
      kind: "agentMail";
      mail: MailFacts;
      agent: Agent;
      purpose: "answer" | "note";
      standing: "trusted" | { short: string };
      /** It came from an address that is not known as the agent's. */
      from?: string;
      /** What the mail was also sent to, where nobody has said yet how it is meant. */
      mixed?: { isToBothAddresses: boolean; customers: string[] };
      /** What the agent's commands ask to be looked up. */
      asked?: Asked;
    }
  /** An agent passes a customer's mail on. `of` null: it is on the ticket already. `writtenAt`: as the forward says. */
  | {
      kind: "onBehalf";
      mail: MailFacts;
      agent: Agent;
      note: string;
      of: Extract<Input, { kind: "newMatter" } | { kind: "reply" }> | null;
      writtenAt: string | null;
      asked: Asked;
    }
  /** The same, and it is not proven that the agent did. `isTold`: they hear of it. */
  | { kind: "heldForward"; mail: MailFacts; agent: Agent; excerpt: string; isTold: boolean }
  /** An agent writes to the desk, about no ticket: only what asks for something is understood. */
  | { kind: "agentAsks"; mail: MailFacts; agent: Agent; asked: Asked }
  /** An agent pressed the cancel link of an answer that is still held. */
  | { kind: "cancelled"; agent: Agent; undoable: Undoable }
  /** An agent lets somebody from outside take part, with what they wrote, or does not. */
  | {
      kind: "admitted";
      by: Agent;
      person: Person;
      words: { messageId: number; receivedAt: number; visible?: string } | null;
      choice: "approve" | "refuse";
    }
  /** A participant pressed a button of the page that asks whether it is solved; `words` may be "". */
  | { kind: "questionAnswered"; person: Person; ordinal: number; answer: "yes" | "no"; words: string }
  /** A participant says on the ticket page that it is solved, asked or unasked. */
  | { kind: "saysSolved"; person: Person; about?: string }
  /** A participant says on the page of a guide whether it solved the matter. */
  | { kind: "guideSaid"; person: Person; guide: Guide; verdict: GuideVerdict }
  /** The customer was asked whether it is solved, and has been silent for so long. */
  | { kind: "askAgain" }
  | { kind: "autoReply"; mail: MailFacts; from: string; awayUntil: string | null }
  | { kind: "undelivered"; letter: UndeliveredLetter }
  /** A participant rates an answer: by its link (no mail), or by a mail that says nothing else. */
  | { kind: "rating"; mail: MailFacts | null; rating: GivenRating }
  /** It is time to look at the ticket's clocks: what was told of them before, and the customer's last words. */
  | { kind: "clockLook"; told: Told[]; lastWords: LastWords | null }
  /** Somebody (or "intray") changes what a ticket is; its clocks follow. */
  | { kind: "change"; at: number; actor: string; change: Change };

/** \`solvedAt\`: since when the solution stood that both sides agreed on. \`changedCalendars\`: same name, other hours. */
export type Change =
  | { kind: "status"; to: Status; reason: string; solvedAt?: number }
  | { kind: "severity" | "plan"; to: string }
  | { kind: "requestType"; to: string | null }
  | { kind: "desk"; changedCalendars: string[] };

/** What commands ask for, looked up before they are decided; what nobody asked for is null. */
export type Asked = {
  undoable: Undoable | null;
  /** A ticket for `#show`; `missing` where there is none of that number. */
  shown: { ticket: Ticket; messages: ShownMessage[] } | "missing" | null;
  /** The live tickets, unsorted. */
  queue: Ticket[] | null;
  lastWords: LastWords | null;
  /** Guides for `#docs`, or for a cause that guides help with. */
  guides?: FoundGuide[];
  /** Ideas that a ticket which becomes a wish may be the same as. */
  ideas?: IdeaAlike[];
} & Partial<Relations>;

/** A message as `#show` tells it. */
export type ShownMessage = { direction: "in" | "out" | "note"; author: Agent; at: number; visible: string };

/** The last mail of an agent on a ticket that can be undone. */
export type Undoable = {
  rawMailId: number;
  lines: string[];
  text: TextFate;
  before: Snapshot;
  after: Snapshot;
  /** Whether its letters to customers are still here, locked by whoever asks. */
  answer: "held" | "left" | "none";
  /** A customer has written or pressed a button since. */
  hasHeard?: boolean;
  /** The other ticket that the mail changed too, locked. */
  other?: OtherTicket | null;
};

/** A threshold of a clock that people have been told of; \`at\` is when they had to be (ms since epoch). */
export type Told = { clock: string; targetVersion: number; threshold: string; at: number };

/** What a customer wrote last on a ticket. */
export type LastWords = { author: Agent; at: number; text: string };

export type Agent = { name: string; address: string };

/** A letter that did not arrive: by a bounce, or by our own SMTP server's word. */
export type UndeliveredLetter = {
  letter: LetterName;
  recipient: string;
  kind: "hard" | "soft" | "delayed";
  cause: string;
  excerpt: string;
  /** The second letter that the address refuses: automatic ones to it stop. */
  silences?: boolean;
};

/** Everything a decision may depend on besides the ticket and the input. */
export type Context = {
  now: number;
  desk: Desk;
  deskVersionId: number;
  calendar: (name: string) => Calendar;
  /** Agents who are away, by address. */
  away?: Record<string, Away>;
  /** The sender's account, by address or domain; null where we know none. */
  account: { id: number; name: string; plan: string; language: Language | null } | null;
  contactLanguage: Language | null;
  /** The number a new ticket would get. */
  newTicketId: number;
  /** False where no letter may go out by itself to the sender of a new matter. */
  mayConfirm: boolean;
  /** Why it may not, and what else follows from what came before; absent where nothing was counted. */
  restraint?: Restraint;
  /** What has come by mail on this ticket of late. */
  lately?: Lately;
};

/** \`clock\`: not a mail's, but time's doing. */

/** The message to file with the decision. */
export type NewMessage = {
  direction: "in" | "out" | "note";
  author: Agent;
  visible: string;
  isUnverified: boolean;
};

/** A letter to send: whose mail it answers, how long it is held back, and which attachments of the mail go along. */
export type Dispatch = {
  letter: Letter;
  to: "customer" | "agent";
  holdMs: number;
  attachments: MessageAttachment[];
  /** Tells letters of one decision apart that the same person gets: one for each clock. */
  about?: string;
  /** Guides that stand below its words. */
  guides?: Guide[];
};

export type Decision = {
  disposition: Disposition;
  /** From a closed list; stored on the raw mail and shown. */
  reason: Reason;
  ticket: Ticket | null;
  events: TicketEvent[];
  message: NewMessage | null;
  dispatches: Dispatch[];
  /** Raw mails whose letters to customers are stopped; they are held and locked. */
  stops?: number[];
  /** What people are told of clocks by these letters; \`letter\` null: a graver threshold was told in its place. */
  told?: (Told & { letter: string | null })[];
  /** When the ticket's clocks must be looked at next (ms since epoch); \`decide\` fills it in. */
  nextLookAt?: number | null;
  /** An agent goes away or comes back. */
  away?: AwayChange;
  /** What is decided of other tickets with it, each with the mail it is about. */
  also?: { decision: Decision; mail: MailFacts | null }[];
  /** A message goes to another ticket; `from` null: it is back where it was. */
  moves?: { messageId: number; to: number; from: number | null; isUnverified: boolean };
  /** A stranger's message counts from now on. */
  verifies?: number;
  /** Customers whose letters about this ticket are stopped where they have not left. */
  silences?: string[];
  /** The rating to save with it. */
  rating?: RatingRecord;
};

/** A decision in the making: events are added one by one, and `ticket` is always the ticket after the last of them. */
export type Story = {
  readonly events: TicketEvent[];
  readonly ticket: Ticket;
  add(happening: Happening, actor: string, reason?: string | null): void;
};

/** Begins a story of what happens to `ticket` at the instant `at` (ms since epoch). */
export function tell(ticket: Ticket, at: number): Story {
  const events: TicketEvent[] = [];
  let current = ticket;
  return {
    events,
    get ticket() {
      return current;
    },
    add(happening, actor, reason = null) {
      const event: TicketEvent = { ...happening, at, actor, reason };
      current = evolve(current, event);
      events.push(event);
    },
  };
}
