/**
 * A ticket as an agent sees it: everything that is kept of it, notes too. Only looking, but for the letter that brings it
 * into the agent's mail client, from where it is worked on.
 */
import type { Pool } from "pg";
import type { Blobs } from "../../io/blobs.ts";
import { transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import type { Readers } from "../../io/readers.ts";
import { cleanHtml } from "../../io/sanitize.ts";
import { mintToken, tokenHash, writeReplyAddress } from "../../mail/reference.ts";
import { rawMail } from "../../store/claim.ts";
import { liveTokens } from "../../store/conversation.ts";
import { type DeskMessage, deskMessages } from "../../store/deskMessages.ts";
import { type RatingRow, ratingsOf } from "../../store/rating.ts";
import { type EventRow, eventsOf, loadTicket } from "../../store/ticket.ts";
import { decide } from "../../ticket/decide.ts";
import type { MailFacts } from "../../ticket/input.ts";
import { type PromiseSeen, promisesSeen } from "../../ticket/promiseSeen.ts";
import type { Ticket } from "../../ticket/ticket.ts";
import { lookUpAsked } from "../asked.ts";
import { timeContext } from "../change.ts";
import { commitDecision, type Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";
import { type LinkedFile, storedFile } from "../file.ts";
import type { SignedIn } from "../signIn.ts";

export type DeskShop = {
  pool: Pool;
  queue: Queue;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  blobs: Blobs;
  readers: Readers;
  now: () => number;
};

/** `write`: the agent's own addresses on this ticket, where they have had a letter about it. */
export type DeskTicket = {
  ticket: Ticket;
  timezone: string;
  promises: PromiseSeen[];
  messages: DeskMessage[];
  ratings: RatingRow[];
  events: EventRow[];
  write: { answer: string; note: string } | null;
};

export async function lookAtDeskTicket(shop: DeskShop, id: number, agent: SignedIn): Promise<DeskTicket | null> {
  const { pool } = shop;
  const loaded = await loadTicket(pool, id);
  if (!loaded) return null;
  const { ticket } = loaded;
  const { calendar, desk } = await shop.desks.forTicket(pool, ticket.deskVersionId);
  const promises = promisesSeen(ticket, calendar, agent.desk.language, shop.now());
  const plan = desk.plans.find(({ name }) => name === ticket.plan) ?? desk.plans[0];
  return {
    ticket,
    timezone: promises[0]?.timezone ?? desk.calendars[plan?.calendar ?? ""]?.timezone ?? "UTC",
    promises,
    messages: await deskMessages(pool, id),
    ratings: await ratingsOf(pool, id),
    events: await eventsOf(pool, id),
    write: await addressesOf(shop, id, agent.address),
  };
}

/** The very addresses that the agent's letters carry, made again; null where none was ever sent or they are too old. */
async function addressesOf({ pool, stationery }: DeskShop, ticketId: number, person: string) {
  const { keys, replyPattern } = stationery;
  if (replyPattern === null) return null;
  for (const key of keys) {
    const [answer, note] = (["answer", "note"] as const).map((purpose) =>
      mintToken([key], { purpose, ticketId, person, nonce: "" }),
    );
    if (answer === undefined || note === undefined) continue;
    const live = await liveTokens(pool, [answer, note].map(tokenHash));
    if (live.size === 2) {
      return { answer: writeReplyAddress(replyPattern, answer), note: writeReplyAddress(replyPattern, note) };
    }
  }
  return null;
}

/** Mails the ticket to the agent, as `#show` does: with its conversation and the addresses to write to. */
export async function mailTicket(shop: DeskShop, id: number, agent: SignedIn): Promise<boolean> {
  const facts: MailFacts = {
    rawMailId: 0,
    receivedAt: shop.now(),
    subject: `#${id}`,
    text: `#show ${id}`,
    visible: `#show ${id}`,
    language: null,
    messageId: null,
    attachments: [],
    trust: { isProven: true, words: "" },
    isList: false,
    isAddressedToUs: true,
  };
  return await transaction(shop.pool, async (tx) => {
    const inForce = await shop.desks.current(tx);
    const context = timeContext(inForce, shop);
    const asked = await lookUpAsked(tx, facts, agent.address, null, context);
    if (asked.shown === null || asked.shown === "missing") return false;
    const by = { name: agent.name, address: agent.address };
    const decision = decide(null, { kind: "agentAsks", mail: facts, agent: by, asked }, context);
    const nothing = { rawMailId: null, mail: null, outcome: null, lastMessageId: null };
    const cause = { eventKey: `desk:show:${id}:${agent.address}:${context.now}`, ...nothing };
    await commitDecision(tx, decision, cause, { ...shop.stationery, deskName: inForce.desk.name }, context.now);
    await shop.queue.wake(tx, "send");
    return true;
  });
}

/** A file of a message, for an agent. */
export async function deskFile(
  shop: DeskShop,
  id: number,
  messageId: number,
  index: number,
): Promise<LinkedFile | null> {
  const message = (await deskMessages(shop.pool, id)).find((each) => each.id === messageId);
  const file = message?.attachments.find((each) => each.index === index);
  if (!message || !file || message.rawMailId === null) return null;
  return await storedFile(message.rawMailId, index, file.name, shop);
}

/** A message's own HTML, cleaned; null where it came without any or its mail is gone. */
export async function deskHtml(shop: DeskShop, id: number, messageId: number): Promise<{ html: string } | null> {
  const message = (await deskMessages(shop.pool, id)).find((each) => each.id === messageId);
  const raw = message?.rawMailId ? await rawMail(shop.pool, message.rawMailId) : null;
  if (!raw) return null;
  const { message: read } = await shop.readers.read(await shop.blobs.load(raw.sha256, raw.content));
  return read.html === null ? null : { html: cleanHtml(read.html) };
}
