/**
 * One ticket for a signed-in agent: everything there is of it, the looks of a mail where they are asked for, its files, and
 * the two addresses by which the agent writes to it from their own mail client.
 */
import type { Pool } from "pg";
import type { Blobs } from "../../io/blobs.ts";
import { type Tx, transaction } from "../../io/postgres.ts";
import type { Readers } from "../../io/readers.ts";
import { mintToken, tokenHash, writeReplyAddress } from "../../mail/write/reference.ts";
import { rawMail } from "../../store/claim.ts";
import { liveTokens } from "../../store/conversation.ts";
import { type DeskMessage, deskMessages, filePlace, keepTokens } from "../../store/deskTicket.ts";
import { type RatingRow, ratingsOf } from "../../store/rating.ts";
import { type EventRow, eventsOf, loadTicket } from "../../store/ticket.ts";
import { type PromiseSeen, promisesSeen } from "../../ticket/promiseSeen.ts";
import type { Ticket } from "../../ticket/ticket.ts";
import { lifetimeOf } from "../addressed.ts";
import type { Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";
import { type LinkedFile, storedFile } from "../pages/file.ts";
import type { SignedIn } from "../pages/signIn.ts";

export type DeskTicketShop = {
  pool: Pool;
  desks: DeskBook;
  blobs: Blobs;
  readers: Readers;
  stationery: Pick<Stationery, "keys" | "replyPattern">;
  now: () => number;
};

/** `formatted`: the cleaned HTML of the messages whose looks were asked for, null where a mail has none that can be shown. */
export type DeskTicket = {
  ticket: Ticket;
  promises: PromiseSeen[];
  messages: DeskMessage[];
  isCut: boolean;
  formatted: Map<number, string | null>;
  events: EventRow[];
  ratings: RatingRow[];
  addresses: Addresses | null;
};

/** Where the agent's mail goes as an answer, and where it stays a note. */
export type Addresses = { answer: string; note: string };

const messagesMax = 300;
const eventsMax = 500;
/** Each is a mail to be read again from its bytes. */
export const formattedMax = 50;

/** `wanted`: the message whose looks are wanted, or "all" (the newest of them). */
export async function lookAtDeskTicket(
  shop: DeskTicketShop,
  agent: SignedIn,
  id: number,
  wanted: number | "all" | null,
): Promise<DeskTicket | null> {
  const { pool } = shop;
  const loaded = await loadTicket(pool, id);
  if (!loaded) return null;
  const { ticket } = loaded;
  const { calendar } = await shop.desks.forTicket(pool, ticket.deskVersionId);
  const found = await deskMessages(pool, id, messagesMax + 1);
  const messages = found.slice(-messagesMax);
  return {
    ticket,
    promises: promisesSeen(ticket, calendar, agent.desk.language, shop.now()),
    messages,
    isCut: found.length > messages.length,
    formatted: await looksOf(shop, messages, wanted),
    events: (await eventsOf(pool, id)).slice(-eventsMax),
    ratings: await ratingsOf(pool, id),
    addresses: await addressesOf(shop, agent, id),
  };
}

async function looksOf(shop: DeskTicketShop, messages: DeskMessage[], wanted: number | "all" | null) {
  const chosen = messages.filter(
    ({ id, rawMailId, hasHtml }) => rawMailId !== null && hasHtml !== false && (wanted === "all" || wanted === id),
  );
  const looks = new Map<number, string | null>();
  for (const { id, rawMailId } of chosen.slice(-formattedMax)) looks.set(id, await lookOf(shop, rawMailId ?? 0));
  return looks;
}

/** Whatever cannot be shown is null: the text is there in any case. */
async function lookOf({ pool, blobs, readers }: DeskTicketShop, rawMailId: number): Promise<string | null> {
  try {
    const raw = await rawMail(pool, rawMailId);
    return raw && (await readers.formatted(await blobs.load(raw.sha256, raw.content)));
  } catch {
    return null;
  }
}

export async function fileForDesk(
  shop: DeskTicketShop,
  ticketId: number,
  messageId: number,
  index: number,
): Promise<LinkedFile | null> {
  const place = await filePlace(shop.pool, ticketId, messageId, index);
  return place && (await storedFile(place.rawMailId, index, place.name, shop));
}

type Held = { purpose: "answer" | "note"; token: string };

/** The very tokens that notices to this agent carry. */
function tokensOf({ stationery }: DeskTicketShop, agent: SignedIn, ticketId: number): Held[] {
  return (["answer", "note"] as const).map((purpose) => ({
    purpose,
    token: mintToken(stationery.keys, { purpose, ticketId, person: agent.address, nonce: "" }),
  }));
}

/** Null where they were not made yet, or replies are not addressed by tokens. */
async function addressesOf(shop: DeskTicketShop, agent: SignedIn, ticketId: number): Promise<Addresses | null> {
  const { replyPattern } = shop.stationery;
  if (replyPattern === null) return null;
  const [answer, note] = tokensOf(shop, agent, ticketId).map(({ token }) => token);
  if (answer === undefined || note === undefined) return null;
  const live = await liveTokens(shop.pool, [tokenHash(answer), tokenHash(note)]);
  if (live.size < 2) return null;
  return { answer: writeReplyAddress(replyPattern, answer), note: writeReplyAddress(replyPattern, note) };
}

/** The button: makes the addresses of this agent for this ticket; false where there is no such ticket. */
export async function makeAddresses(shop: DeskTicketShop, agent: SignedIn, ticketId: number): Promise<boolean> {
  return await transaction(shop.pool, async (tx: Tx) => {
    if (!(await loadTicket(tx, ticketId))) return false;
    const tokens = tokensOf(shop, agent, ticketId).map(({ purpose, token }) => ({
      hash: tokenHash(token),
      purpose,
      person: agent.address,
      expiresAt: new Date(shop.now() + lifetimeOf(purpose)),
    }));
    await keepTokens(tx, ticketId, tokens);
    return true;
  });
}
