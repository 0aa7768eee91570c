/**
 * An agent passes a customer's mail on to the desk: the mail is taken as its first author's, with nothing proven of them, and
 * what the agent wrote above it as the agent's own (lifecycle.md, "Agents work from their mail client").
 */

import { originalOf } from "../mail/forward/passedOn.ts";
import { language } from "../mail/language.ts";
import type { Forwarded, Message } from "../mail/message.ts";
import { visible } from "../mail/visible/visible.ts";
import { readBounceAddress, readMessageId, readReplyAddress, stripSubject } from "../mail/write/reference.ts";
import type { Desk } from "../ticket/desk.ts";
import type { Agent } from "../ticket/input.ts";
import type { Matched } from "./input.ts";
import { authorOf, type Marks } from "./match.ts";

export type PassedOn = {
  agent: Agent;
  /** What the agent wrote above. */
  note: string;
  /** The mail that was passed on; its author is the agent where it names nobody. */
  original: Forwarded;
  messageId: string | null;
  isUnnamed: boolean;
  /** When it was written, as the forward says. */
  writtenAt: string | null;
  text: string;
  /** The agent's mail is proven, or they have pressed the button. */
  isTrusted: boolean;
};

/** Null for every mail but an agent's forward to the desk: one to an address made for the agent is an answer or a note. */
export function passedOn({ mail, understood, proof, match }: Matched, desk: Desk, marks: Marks): PassedOn | null {
  const { message, forwarded } = understood;
  const author = authorOf(message)?.address ?? "";
  const agent = Object.hasOwn(desk.agents, author) ? desk.agents[author] : undefined;
  if (agent === undefined || forwarded === null || message.from === null) return null;
  const own = match.kind === "ticket" && match.token?.person === author;
  if (match.kind === "conflict" || own) return null;
  const original = originalOf(message, forwarded, (address) => isOurs(address, desk, marks));
  if (original.kind === "ours") return null;
  const isUnnamed = original.kind === "unnamed";
  // On a ticket of ours nobody needs to be named; without one there is nobody to write to but the agent.
  if (isUnnamed && match.kind === "ticket") return null;
  const first = isUnnamed ? { ...forwarded, from: message.from } : original.mail;
  const id = isUnnamed ? null : original.messageId;
  return {
    agent: { name: agent.name, address: author },
    note: visible(forwarded.note, null).visible.trim(),
    original: first,
    messageId: id === null || readMessageId(marks.keys, id) !== null ? null : id,
    isUnnamed,
    writtenAt: first.date,
    text: first.text,
    isTrusted: proof.level === "proven" || mail.approvedBy === author,
  };
}

function isOurs(address: string, desk: Desk, { ourAddresses, replyPattern }: Marks): boolean {
  if (Object.hasOwn(desk.agents, address) || ourAddresses.has(address)) return true;
  if (replyPattern === null) return false;
  return (readReplyAddress(replyPattern, address) ?? readBounceAddress(replyPattern, address)) !== null;
}

/** The mail as if its first author had sent it to us just now; what is claimed inside a forward proves nothing. */
export function asAuthors(matched: Matched, { original, messageId, isUnnamed }: PassedOn): Matched {
  const { understood, proof } = matched;
  const split = visible(original.text, null);
  const message: Message = {
    ...understood.message,
    from: original.from,
    fromCount: 1,
    sender: null,
    replyTo: [],
    cc: [],
    subject: stripSubject(understood.message.subject) || (original.subject ?? ""),
    messageId,
    inReplyTo: [],
    references: [],
    text: original.text,
    html: null,
  };
  return {
    ...matched,
    understood: {
      ...understood,
      message,
      visible: split.visible,
      elided: split.elided,
      language: language(split.visible === "" ? original.text : split.visible),
      forwarded: null,
      matter: null,
    },
    proof: isUnnamed ? proof : { ...proof, level: "unproven", reason: "noEvidence" },
  };
}
