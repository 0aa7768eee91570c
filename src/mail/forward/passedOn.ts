/**
 * Whose mail an agent has passed on: the first author in a chain of forwards who is none of ours, and by which Message-ID
 * their mail was known. All of it is a claim of whoever wrote the forward, never proven.
 */

import type { Forwarded, Message } from "../message.ts";
import { forwarded } from "./forwarded.ts";

/** Colleagues pass a mail on to each other a few times at most. */
const chainMax = 5;

export type Original =
  | { kind: "found"; mail: Forwarded; address: string; messageId: string | null }
  /** The forward names nobody who could be written to. */
  | { kind: "unnamed" }
  /** It is our own mail that was passed on. */
  | { kind: "ours" };

/** Walks inwards through the forwards of people for whom `isOurs` is true. */
export function originalOf(message: Message, outermost: Forwarded, isOurs: (address: string) => boolean): Original {
  let mail = outermost;
  for (let depth = 0; depth < chainMax; depth++) {
    const address = mail.from?.address ?? "";
    if (address === "") return { kind: "unnamed" };
    if (!isOurs(address)) return { kind: "found", mail, address, messageId: messageIdOf(message, mail, depth) };
    const inner = forwarded({
      ...message,
      subject: mail.subject ?? "Fwd:",
      text: mail.text,
      date: mail.date,
      html: null,
      nested: [],
    });
    if (inner === null) return { kind: "ours" };
    mail = inner;
  }
  return { kind: "ours" };
}

/** An attached mail has its own id; the inline forwards of many clients answer the mail that they pass on. */
function messageIdOf(message: Message, mail: Forwarded, depth: number): string | null {
  const attached = message.nested[0];
  if (attached !== undefined && attached.from?.address === mail.from?.address && attached.text.trim() === mail.text) {
    return attached.messageId;
  }
  if (depth > 0) return null;
  return message.inReplyTo[0] ?? message.references.at(-1) ?? null;
}
