/**
 * What a mail is once its bytes have been read: the shapes every file of this room speaks in. Nothing here knows of
 * tickets, and everything here survives a structured clone, because mails are read in worker threads.
 */

import type { Risk } from "./risk.ts";

/** A person as a header names them. `address` is lower-cased in ASCII and never holds spaces; `name` may be empty. */
export type Address = { name: string; address: string };

/** One header line as it stood in the mail, top to bottom; `name` is lower-cased, `value` is unfolded, not decoded. */
export type Header = { name: string; value: string };

/** A part that is not the text itself. `index` finds its content again in the raw mail (see `attachmentContents`). */
export type Attachment = {
  index: number;
  name: string;
  type: string;
  bytes: number;
  inline: boolean;
  contentId: string | null;
  /** Why it could act when it is opened (`risk.ts`); absent where nothing speaks against it. */
  risk?: Risk;
};

/** The bytes of an understood mail, decoded as far as it can be. Instants are ISO 8601 in UTC. */
export type Message = {
  headers: Header[];
  /** The one author, or null where the mail names none, several, or two From headers (`fromCount` tells). */
  from: Address | null;
  fromCount: number;
  sender: Address | null;
  replyTo: Address[];
  to: Address[];
  cc: Address[];
  /** Addresses of Delivered-To, X-Original-To, Envelope-To and the like: where the envelope really went. */
  deliveredTo: string[];
  /** `""` is the null return path of bounces; null when the header is absent. */
  returnPath: string | null;
  subject: string;
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  /** What the sender claims; null where absent or unreadable. Never used for clocks. */
  date: string | null;
  /** The top content type, lower-cased, with its parameters. */
  contentType: { type: string; parameters: Record<string, string> };
  /** The whole plain text: the text parts, or the HTML turned into text where there is no text part. */
  text: string;
  /** The HTML as it came, capped; never shown unsanitised. */
  html: string | null;
  textFrom: "plain" | "html" | "none";
  attachments: Attachment[];
  /** Messages attached as message/rfc822, one level deep, in order. */
  nested: NestedMessage[];
  /** Text of message/delivery-status (RFC 3464) and of the returned message or its headers, when it is a report. */
  deliveryStatus: string | null;
  returnedHeaders: Header[] | null;
  /** METHOD of a text/calendar part, upper-cased: REPLY marks an automatic answer. */
  calendarMethod: string | null;
  /** What was odd, in words for people: "two From headers", "unknown charset x-foo". */
  warnings: string[];
};

/** A mail inside a mail: what a forwarder attached, or what a bounce returned. */
export type NestedMessage = Pick<
  Message,
  "from" | "to" | "cc" | "subject" | "messageId" | "date" | "text" | "html" | "headers" | "attachments"
>;

/** What kind of mail this is. Every verdict carries its reason from a closed list (`classify.ts`). */
export type Verdict =
  | { kind: "own"; reason: string }
  | { kind: "bounce"; reason: string; bounce: Bounce }
  | { kind: "autoReply"; reason: string; awayUntil: string | null }
  | { kind: "list"; reason: string }
  | { kind: "human"; reason: string };

export type Bounce = {
  kind: "hard" | "soft" | "delayed";
  /** Why, from the closed list in `bounce.ts`: "userUnknown", "mailboxFull", … */
  cause: string;
  recipients: { address: string; status: string | null; action: string | null; diagnostic: string | null }[];
  originalMessageId: string | null;
};

/** A mail someone passed on: who wrote it first, and what the forwarder wrote above it. */
export type Forwarded = {
  from: Address | null;
  to: Address[];
  cc: Address[];
  date: string | null;
  subject: string | null;
  text: string;
  note: string;
};

/** Everything the room can say of a mail without knowing the desk. */
export type Understood = {
  message: Message;
  verdict: Verdict;
  /** What the writer wrote now, and what was cut; together they cover `message.text` (see `visible.ts`). */
  visible: string;
  elided: string;
  language: string | null;
  forwarded: Forwarded | null;
  /** Where it passes a mail on: what it shows if it begins a matter (see `matter.ts`). */
  matter: string | null;
};
