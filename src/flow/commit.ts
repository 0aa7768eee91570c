/**
 * Carries a decision out: letters are given their addresses, Message-IDs and tokens, and everything is written
 * in the caller's transaction. No policy stands here; what to write was decided before.
 */
import { randomUUID } from "node:crypto";
import type { Tx } from "../io/postgres.ts";
import type { Templates } from "../io/templates.ts";
import { headersFor } from "../mail/compose.ts";
import type { Address } from "../mail/message.ts";
import {
  type Keyring,
  loopIdOf,
  mintToken,
  type Purpose,
  tokenHash,
  writeBounceAddress,
  writeMessageId,
  writeReplyAddress,
} from "../mail/reference.ts";
import { stopAnswers } from "../store/acted.ts";
import { type Commit, type NewOutgoing, type NewToken, type Outcome, writeCommit } from "../store/commit.ts";
import { saveRating } from "../store/rating.ts";
import { approveWithinMs } from "../ticket/answer.ts";
import type { Decision, Dispatch, MailFacts } from "../ticket/input.ts";
import { type Letter, type LetterData, type LetterName, letterClass } from "../ticket/letter.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { messageRecord } from "./record.ts";
import { domainOf, referencesOf } from "./thread.ts";

/** What letters are written with, besides the decision itself. */
export type Stationery = {
  templates: Templates;
  keys: Keyring;
  support: Address;
  replyPattern: string | null;
  publicUrl: string;
  deskName: string;
};

/** What a decision came from: the mail, or (both null) something that has no mail. `eventKey` makes its letters unique. */
export type Cause = {
  eventKey: string;
  rawMailId: number | null;
  mail: MailFacts | null;
  outcome: Outcome | null;
  /** The customer's latest Message-ID on the ticket. */
  lastMessageId: string | null;
};

/** A notice comes after what a customer waits for. */
const priorities: Partial<Record<LetterName, number>> = {
  confirmation: 1,
  unknownSender: 1,
  verify: 1,
  answer: 2,
  solved: 2,
  held: 2,
  transcript: 2,
};

const dayMs = 24 * 3600 * 1000;
/** How long an address stays good: agents' for a season, customers' for a year and a month; each letter renews it. */
const lifetimeMs: Partial<Record<Purpose, number>> = {
  answer: 90 * dayMs,
  note: 90 * dayMs,
  customerReply: 400 * dayMs,
  bounce: 60 * dayMs,
  rate: 90 * dayMs,
  ticket: 400 * dayMs,
  verify: dayMs,
  approve: approveWithinMs,
};

/** Writes the decision and its letters; true when letters were queued. */
export async function commitDecision(
  tx: Tx,
  decision: Decision,
  cause: Cause,
  stationery: Stationery,
  now: number,
): Promise<boolean> {
  const letters = decision.dispatches.map((dispatch) => writeLetter(dispatch, decision.ticket, cause, stationery, now));
  const changes = decision.events.length > 0 || decision.message !== null;
  const commit: Commit = {
    rawMailId: cause.rawMailId,
    outcome: cause.outcome,
    ticket: decision.ticket,
    hasChanged: changes,
    events: decision.events,
    message: decision.message && messageRecord(decision, cause.mail, now),
    outgoing: letters.map((letter) => letter.outgoing),
    tokens: letters.flatMap((letter) => letter.tokens),
    courtesyTo: decision.dispatches.find(({ letter }) => isGreeting(letter.name))?.letter.to.address ?? null,
    nextLookAt: typeof decision.nextLookAt === "number" ? new Date(decision.nextLookAt) : null,
    now: new Date(now),
  };
  for (const rawMailId of decision.stops ?? []) await stopAnswers(tx, rawMailId);
  await writeCommit(tx, commit);
  if (decision.rating && decision.ticket) await saveRating(tx, decision.ticket.id, decision.rating);
  return letters.length > 0;
}

function isGreeting(name: LetterName): boolean {
  return name === "confirmation" || name === "unknownSender";
}

type Written = { outgoing: NewOutgoing; tokens: NewToken[] };

/** One letter as a row of the outbox: its facts frozen, its Message-ID fixed, its addresses made for this one reader. */
function writeLetter(
  dispatch: Dispatch,
  ticket: Ticket | null,
  cause: Cause,
  stationery: Stationery,
  now: number,
): Written {
  const tokens: NewToken[] = [];
  const person = dispatch.letter.to.address;
  const ticketId = ticket?.id ?? null;
  const mint = (purpose: Purpose, nonce: string, data: Record<string, unknown> = {}): string => {
    const token = mintToken(stationery.keys, { purpose, ticketId, person, nonce });
    const expiresAt = new Date(now + (lifetimeMs[purpose] ?? 90 * dayMs));
    tokens.push({ hash: tokenHash(token), purpose, person, data, expiresAt });
    return token;
  };
  const messageId = writeMessageId(
    stationery.keys,
    { ticketId, unique: randomUUID() },
    domainOf(stationery.support.address),
  );
  const reply = ticketId === null ? null : mint(replyPurpose(dispatch.letter.name), "");
  const letter = addressed(dispatch.letter, reply, cause, stationery, mint);
  const rateUrl =
    letter.name === "answer" ? `${stationery.publicUrl}/rate/${mint("rate", messageId, { messageId })}` : null;
  const ticketUrl =
    ticketId !== null && leadsToPage(dispatch) ? `${stationery.publicUrl}/ticket/${mint("ticket", "")}` : null;
  const { replyPattern } = stationery;
  const references = referencesOf(dispatch, ticket, cause, stationery);
  const content = {
    date: new Date(now).toISOString(),
    from: { name: senderName(letter, stationery), address: stationery.support.address },
    to: letter.to,
    replyTo:
      reply && replyPattern
        ? { name: senderName(letter, stationery), address: writeReplyAddress(replyPattern, reply) }
        : null,
    words: { letter, extras: { deskName: stationery.deskName, reference: reply, rateUrl, ticketUrl } },
    inReplyTo: references.at(-1) ?? null,
    references,
    headers: headersFor(letter.name, { loopId: loopIdOf(stationery.keys), ticketId }),
    attachments: dispatch.attachments.map(({ index, name, type }) => ({
      rawMailId: cause.mail?.rawMailId,
      index,
      name,
      type,
    })),
  };
  const outgoing: NewOutgoing = {
    eventKey: dispatch.about ? `${cause.eventKey}:${dispatch.about}` : cause.eventKey,
    recipient: person,
    letter: letter.name,
    class: letterClass[letter.name],
    messageId,
    envelopeFrom: replyPattern
      ? writeBounceAddress(replyPattern, mint("bounce", messageId, { messageId }))
      : stationery.support.address,
    content,
    priority: priorities[letter.name] ?? 5,
    nextAt: new Date(now + dispatch.holdMs),
    relaysMessage: letter.name === "answer" || (letter.name === "solved" && letter.data.text !== ""),
  };
  return { outgoing, tokens };
}

/** Customers find their ticket's page below every letter, but for those whom we do not know. */
function leadsToPage({ to, letter }: Dispatch): boolean {
  return to === "customer" && letter.name !== "unknownSender";
}

/** What a reply to this letter is good for. A reply to a letter about an agent's own mail stays internal. */
function replyPurpose(name: LetterName): Purpose {
  switch (name) {
    case "confirmation":
    case "unknownSender":
    case "verify":
    case "answer":
    case "solved":
      return "customerReply";
    case "newTicket":
    case "customerReply":
    case "reminder":
    case "breach":
    case "overdue":
    case "handedOver":
      return "answer";
    case "held":
    case "transcript":
    case "quarantine":
    case "undelivered":
    case "lowRating":
    case "digest":
      return "note";
    default:
      return name satisfies never;
  }
}

/** Puts in what only this room knows: the addresses of a notice, the links of files and of a button. */
function addressed(
  letter: Letter,
  reply: string | null,
  cause: Cause,
  { replyPattern, publicUrl }: Stationery,
  mint: (purpose: Purpose, nonce: string, data?: Record<string, unknown>) => string,
): Letter {
  if (letter.name === "held") {
    const token = mint("approve", cause.eventKey, { rawMailId: cause.rawMailId, excerpt: letter.data.excerpt });
    return { ...letter, data: { ...letter.data, approveUrl: `${publicUrl}/approve/${token}` } };
  }
  if (letter.name === "solved") {
    const { ordinal } = letter.data;
    const token = mint("question", `resolution.${ordinal}`, { ordinal });
    return { ...letter, data: { ...letter.data, answerUrl: `${publicUrl}/answer/${token}` } };
  }
  if (letter.name === "transcript" && letter.data.cancelUrl !== null) {
    const token = mint("cancel", cause.eventKey, { rawMailId: cause.rawMailId });
    return { ...letter, data: { ...letter.data, cancelUrl: `${publicUrl}/cancel/${token}` } };
  }
  if (letter.name === "verify") {
    const token = mint("verify", cause.eventKey, { key: cause.eventKey, language: letter.language });
    return { ...letter, data: { ...letter.data, verifyUrl: `${publicUrl}/verify/${token}` } };
  }
  const addresses = () =>
    reply === null || replyPattern === null
      ? {}
      : {
          answerAddress: writeReplyAddress(replyPattern, reply),
          noteAddress: writeReplyAddress(replyPattern, mint("note", "")),
        };
  const linked = (attachments: LetterData["newTicket"]["attachments"]) =>
    attachments.map((attachment) => {
      if (!attachment.held || attachment.index === undefined) return attachment;
      const { index, name } = attachment;
      const token = mint("file", `${cause.rawMailId}.${index}`, { rawMailId: cause.rawMailId, index, name });
      return { ...attachment, url: `${publicUrl}/file/${token}` };
    });
  switch (letter.name) {
    case "newTicket":
      return { ...letter, data: { ...letter.data, ...addresses(), attachments: linked(letter.data.attachments) } };
    case "customerReply":
      return { ...letter, data: { ...letter.data, ...addresses(), attachments: linked(letter.data.attachments) } };
    case "handedOver":
      return { ...letter, data: { ...letter.data, ...addresses() } };
    case "lowRating":
      return reply === null || replyPattern === null
        ? letter
        : {
            ...letter,
            data: {
              ...letter.data,
              answerAddress: writeReplyAddress(replyPattern, mint("answer", "")),
              noteAddress: writeReplyAddress(replyPattern, reply),
            },
          };
    case "reminder":
    case "breach":
    case "overdue":
      return { ...letter, data: { ...letter.data, ...addresses() } };
    default:
      return letter;
  }
}

/** An answer bears the agent's name; everything else the desk's. */
function senderName(letter: Letter, { support, deskName }: Stationery): string {
  return letter.name === "answer" || letter.name === "solved" ? letter.data.agentName : support.name || deskName;
}
