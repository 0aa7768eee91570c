/** Carries a customer's mail that an agent passed on into a decision; one that is not proven to be the agent's is held. */
import type { Tx } from "../io/postgres.ts";
import { passedOnBefore } from "../store/acted.ts";
import { heldSince } from "../store/quarantine.ts";
import type { LoadedTicket } from "../store/ticket.ts";
import { decide } from "../ticket/decide.ts";
import type { Context, Input, MailFacts } from "../ticket/input.ts";
import { reasonWords } from "../ticket/reasonWords.ts";
import { isParticipant } from "../ticket/ticket.ts";
import { withAlike } from "./alike.ts";
import { lookUpAsked } from "./asked.ts";
import type { DeskInForce } from "./desks.ts";
import { contextOf, factsOf, personOf } from "./facts.ts";
import type { Matched, Step } from "./input.ts";
import { authorOf } from "./match.ts";
import { asAuthors, type PassedOn } from "./passedOn.ts";
import { weigh } from "./restraint/restrain.ts";
import type { Workshop } from "./workshop.ts";

/** An agent whose mail cannot be proven is asked about so many forwards a day; whoever forges them gets no further. */
const heldPerDayMax = 20;

type At = { loaded: LoadedTicket | null; inForce: DeskInForce };

export async function onBehalf(
  tx: Tx,
  matched: Matched,
  passed: PassedOn,
  { loaded, inForce }: At,
  shop: Workshop,
): Promise<Step> {
  const { agent, note } = passed;
  const { language } = inForce.desk;
  if (!passed.isTrusted) return await hold(tx, matched, passed, { loaded, inForce }, shop);
  const authors = asAuthors(matched, passed);
  const author = authorOf(authors.understood.message);
  if (author === null) throw new Error("a mail that was passed on has no author");
  const weighed = loaded === null ? await weigh(tx, authors, inForce, shop) : null;
  const context = await contextOf(tx, authors, inForce, loaded, shop, weighed);
  const words = reasonWords("passedOn", language);
  const facts: MailFacts = {
    ...factsOf(authors, shop, language),
    isPassedOn: !passed.isUnnamed,
    ...(passed.isUnnamed ? {} : { trust: { isProven: false, words } }),
  };
  const mail = factsOf(matched, shop, language);
  if (mail.messageId !== null && matched.mail.approvedBy === null) {
    const same = { id: matched.mail.id, sender: agent.address, messageId: mail.messageId, text: facts.text };
    if (await passedOnBefore(tx, same)) return { kind: "filed", disposition: "duplicate", reason: "sameMessage" };
  }
  const sender = personOf(author, authors.found);
  const { match, found } = matched;
  const isKnown =
    loaded !== null &&
    facts.messageId !== null &&
    found.received.some(({ messageId }) => messageId === facts.messageId);
  const of = isKnown ? null : await filedAs(tx, { facts, sender, loaded, match, isUnnamed: passed.isUnnamed }, context);
  const noteFacts = { ...mail, visible: note, text: note, isAllQuoted: false };
  const asked = await lookUpAsked(tx, noteFacts, agent.address, loaded?.ticket.id ?? null, context);
  const input: Input = { kind: "onBehalf", mail, agent, note, of, writtenAt: passed.writtenAt, asked };
  const decision = decide(of?.kind === "newMatter" ? null : (loaded?.ticket ?? null), input, context);
  const step = { decision, facts, lastMessageId: loaded?.lastMessageId ?? null, deskName: inForce.desk.name };
  const isNew = decision.ticket?.id === context.newTicketId && decision.events.length > 0;
  return { kind: "decided", ...step, ...(isNew ? { weighed } : {}) };
}

type Filed = Pick<Matched, "match"> & {
  facts: MailFacts;
  sender: ReturnType<typeof personOf>;
  loaded: LoadedTicket | null;
  isUnnamed: boolean;
};

/** A new matter of its first author, or their reply; whoever takes no part yet is shown as unverified. */
async function filedAs(
  tx: Tx,
  { facts: mail, sender, loaded, match, isUnnamed }: Filed,
  context: Context,
): Promise<Extract<Input, { kind: "onBehalf" }>["of"]> {
  if (loaded !== null) {
    const standing = isParticipant(loaded.ticket, sender.address) ? "participant" : "stranger";
    return { kind: "reply", mail, sender, standing, copied: [], hasOwnToken: false, answersQuestion: null };
  }
  const mentions = match.kind === "none" ? match.mentions : null;
  const matter = await withAlike(tx, { kind: "newMatter", mail, sender, copied: [], mentions }, context);
  return matter.kind === "newMatter" ? { ...matter, isUnnamed } : null;
}

/** Whoever forges an agent's address could otherwise open tickets for others, and have us write to them. */
async function hold(
  tx: Tx,
  matched: Matched,
  { agent, note, text }: PassedOn,
  { loaded, inForce }: At,
  shop: Workshop,
): Promise<Step> {
  const since = new Date(matched.mail.receivedAt.getTime() - 24 * 3600 * 1000);
  const isTold = (await heldSince(tx, agent.address, since)) < heldPerDayMax;
  const context = await contextOf(tx, matched, inForce, loaded, shop);
  const facts = factsOf(matched, shop, inForce.desk.language);
  const input: Input = {
    kind: "heldForward",
    mail: facts,
    agent,
    excerpt: [note, text].filter((each) => each !== "").join("\n\n"),
    isTold,
  };
  const decision = decide(loaded?.ticket ?? null, input, context);
  return { kind: "decided", decision, facts, lastMessageId: null, deskName: inForce.desk.name };
}
