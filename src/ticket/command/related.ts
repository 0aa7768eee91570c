/** What commands about other tickets and people ask to be looked up before they are decided. Types only. */
import type { Context, MailFacts } from "../input.ts";
import type { Person, Ticket } from "../ticket.ts";

/** Another ticket than the mail's, locked, with the desk it was promised by. */
export type OtherTicket = { ticket: Ticket; context: Context; messageCount: number };

/** A message that is to become a ticket of its own; `context` is the one its mail would have been decided in. */
export type Splitting = {
  messageId: number;
  /** A stranger wrote it; in a ticket of its own its words count. */
  wasUnverified: boolean;
  mail: MailFacts;
  author: Person;
  context: Context;
  /** Nothing came from customers after it. */
  isLast: boolean;
};

export type Relations = {
  /** The ticket that `#merge` and `#link` name, where it leads now; `missing` where there is none. */
  other: OtherTicket | "missing" | null;
  /** What `#split` would split off; null where nothing can be. */
  split: Splitting | null;
  /** Whose address `#requester` names, and the account of who it is until now. */
  named: { name: string; account: Context["account"]; formerAccountId: number | null } | null;
};
