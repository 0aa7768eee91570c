/**
 * Carries a decision out: letters are given their addresses, Message-IDs and tokens, and everything is written
 * in the caller's transaction. No policy stands here; what to write was decided before.
 */
import { randomUUID } from "node:crypto";
import type { Templates } from "../io/letters/templates.ts";
import type { Tx } from "../io/postgres.ts";
import { isStandIn } from "../mail/forget/forget.ts";
import type { Address } from "../mail/message.ts";
import { headersFor } from "../mail/write/compose.ts";
import {
  type Keyring,
  loopIdOf,
  mintToken,
  tokenHash,
  writeBounceAddress,
  writeMessageId,
  writeReplyAddress,
} from "../mail/write/reference.ts";
import { stopAnswers } from "../store/acted.ts";
import { saveAway } from "../store/away.ts";
import { type Commit, type NewOutgoing, type NewToken, type Outcome, writeCommit } from "../store/commit.ts";
import { saveRating } from "../store/rating.ts";
import type { Decision, Dispatch, MailFacts } from "../ticket/input.ts";
import { type Letter, type LetterName, letterClass } from "../ticket/letter.ts";
import { isParticipant, type Ticket } from "../ticket/ticket.ts";
import { addressLetter, lifetimeOf, type Mint, replyPurpose } from "./addressed.ts";
import { commitBeside } from "./beside.ts";
import { countOffers, toldGuides } from "./guides/guides.ts";
import { followWish } from "./ideas/ideas.ts";
import { messageRecord } from "./record.ts";
import { admit, keepWithheld } from "./restraint/admit.ts";
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
  vote: 1,
  signIn: 1,
  answer: 2,
  solved: 2,
  question: 2,
  held: 2,
  transcript: 2,
};

/** Writes the decision and its letters; true when letters were queued. */
export async function commitDecision(
  tx: Tx,
  decided: Decision,
  cause: Cause,
  stationery: Stationery,
  now: number,
): Promise<boolean> {
  const decision = await admit(tx, decided, now);
  // Whoever was erased is written to no more, whatever still names their stand-in.
  const reachable = decision.dispatches.filter(({ letter }) => !isStandIn(letter.to.address));
  const letters = reachable.map((dispatch) => writeLetter(dispatch, decision.ticket, cause, stationery, now));
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
    nextLookAt: typeof decision.nextLookAt === "number" ? new Date(decision.nextLookAt) : null,
    now: new Date(now),
  };
  for (const rawMailId of decision.stops ?? []) await stopAnswers(tx, rawMailId);
  await writeCommit(tx, commit);
  await countOffers(tx, decision, cause.rawMailId, now);
  await followWish(tx, decision, now);
  await keepWithheld(tx, decision);
  if (decision.away) await saveAway(tx, decision.away);
  if (decision.rating && decision.ticket) await saveRating(tx, decision.ticket.id, decision.rating);
  const more = await commitBeside(tx, decision, cause, (other, of) => commitDecision(tx, other, of, stationery, now));
  return letters.length > 0 || more;
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
  const mint: Mint = (purpose, nonce, data = {}, ofTicket) => {
    const about = ofTicket ?? ticketId;
    const token = mintToken(stationery.keys, { purpose, ticketId: about, person, nonce });
    const expiresAt = new Date(now + lifetimeOf(purpose));
    tokens.push({ hash: tokenHash(token), purpose, ticketId: about, person, data, expiresAt });
    return token;
  };
  const messageId = writeMessageId(
    stationery.keys,
    { ticketId, unique: randomUUID() },
    domainOf(stationery.support.address),
  );
  const asks = dispatch.letter.name === "question" ? dispatch.letter.data : null;
  // A yes counts only where it answers the very letter that asked.
  const [nonce, about] = asks?.mayAnswer ? [`question.${asks.ordinal}`, { ordinal: asks.ordinal }] : ["", {}];
  const reply = ticketId === null ? null : mint(replyPurpose(dispatch.letter.name), nonce, about);
  const letter = addressLetter(dispatch.letter, reply, cause, stationery, mint);
  const isParticipants = ticket !== null && isParticipant(ticket, person);
  const relaysMessage = carriesAnswer(letter) && isParticipants;
  const isRated = relaysMessage && letter.name !== "merged";
  const rateUrl = isRated ? `${stationery.publicUrl}/rate/${mint("rate", messageId, { messageId })}` : null;
  const ticketUrl =
    isParticipants && leadsToPage(dispatch) ? `${stationery.publicUrl}/ticket/${mint("ticket", "")}` : null;
  const guides = toldGuides(dispatch.guides, stationery.publicUrl, mint);
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
    words: { letter, extras: { deskName: stationery.deskName, reference: reply, rateUrl, ticketUrl, guides } },
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
    relaysMessage,
  };
  return { outgoing, tokens };
}

/** An agent's words to a customer, which can be rated; a question may come with such words or without. */
function carriesAnswer(letter: Letter): boolean {
  if (letter.name === "answer") return true;
  const mayCarry = letter.name === "solved" || letter.name === "question" || letter.name === "merged";
  return mayCarry && letter.data.text !== "";
}

/** Customers find their ticket's page below every letter, but for those whom we do not know. */
function leadsToPage({ to, letter }: Dispatch): boolean {
  return to === "customer" && letter.name !== "unknownSender";
}

/** An answer bears the agent's name; everything else the desk's. */
function senderName(letter: Letter, { support, deskName }: Stationery): string {
  const isAgents =
    letter.name === "answer" || letter.name === "solved" || letter.name === "question" || letter.name === "merged";
  return isAgents ? letter.data.agentName : support.name || deskName;
}
