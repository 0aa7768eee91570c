/** The ticket page: what stands behind a participant's link, and the files of what they may read. Nothing is written. */
import type { Pool } from "pg";
import { type Tx, transaction } from "../../io/postgres.ts";
import { type Keyring, looksLikeToken, mintToken, tokenHash } from "../../mail/write/reference.ts";
import { conversationFor, liveTokens, type SeenMessage, seenMax } from "../../store/conversation.ts";
import { leadsTo } from "../../store/lock.ts";
import { type LoadedTicket, loadTicket } from "../../store/ticket.ts";
import { findToken } from "../../store/token.ts";
import type { Language } from "../../ticket/letter.ts";
import { type PromiseSeen, promisesSeen } from "../../ticket/promiseSeen.ts";
import { isParticipant, type Person, type Ticket } from "../../ticket/ticket.ts";
import type { DeskBook } from "../desks.ts";
import { type FileShop, type LinkedFile, storedFile } from "./file.ts";
import { type PermissionSeen, permissionsSeen } from "./permissionSeen.ts";

export type ViewShop = { pool: Pool; desks: DeskBook; stationery: { keys: Keyring }; now: () => number };

/** `rateToken` leads to the page where this person rates an answer; null where they may not. */
export type TicketSeen = {
  ticket: Ticket;
  person: Person;
  language: Language;
  deskName: string;
  severityMeans: string;
  promises: PromiseSeen[];
  timezone: string;
  /** The latest; `hasOlder`: there are more. */
  messages: (SeenMessage & { rateToken: string | null; isCut: boolean })[];
  hasOlder: boolean;
  permissions: PermissionSeen[];
};

/** What stands behind a ticket link; null where it is unknown, too old, or its person no longer belongs to the ticket. */
export async function lookAtTicket(shop: ViewShop, token: string): Promise<TicketSeen | null> {
  return await transaction(shop.pool, async (tx) => {
    const found = await behindTicketLink(tx, token);
    if (!found) return null;
    const { ticket } = found.loaded;
    const { desk, calendar } = await shop.desks.forTicket(tx, ticket.deskVersionId);
    const promises = promisesSeen(ticket, calendar, ticket.language, shop.now());
    const plan = desk.plans.find(({ name }) => name === ticket.plan) ?? desk.plans[0];
    return {
      ticket,
      person: found.person,
      language: ticket.language,
      deskName: desk.name,
      severityMeans: desk.severities.find(({ name }) => name === ticket.severity)?.means ?? "",
      promises,
      timezone: promises[0]?.timezone ?? desk.calendars[plan?.calendar ?? ""]?.timezone ?? "UTC",
      ...(await messagesSeen(tx, ticket, found.person.address, shop.stationery.keys)),
      permissions: await permissionsSeen(tx, ticket, found.person.address, shop.stationery.keys, shop.now()),
    };
  });
}

/** Does a link lead to a ticket of its person still? */
export async function isTicketLink({ pool }: Pick<ViewShop, "pool">, token: string): Promise<boolean> {
  return await transaction(pool, async (tx) => (await behindTicketLink(tx, token)) !== null);
}

export type BehindTicketLink = { loaded: LoadedTicket; person: Person };

/**
 * The ticket of a link and whose link it is; the caller may have locked nothing. A merged ticket's link leads to the one that
 * took it over; whoever has no part in that one still sees the one they had.
 */
export async function behindTicketLink(tx: Tx, token: string): Promise<BehindTicketLink | null> {
  if (!looksLikeToken(token)) return null;
  const known = await findToken(tx, tokenHash(token), "ticket");
  if (!known?.isLive || known.ticketId === null) return null;
  const isTheirs = (each: LoadedTicket | null) => each !== null && isParticipant(each.ticket, known.person);
  const now = await loadTicket(tx, await leadsTo(tx, known.ticketId));
  const loaded = isTheirs(now) ? now : await loadTicket(tx, known.ticketId);
  if (!loaded || !isTheirs(loaded)) return null;
  const { requester, participants } = loaded.ticket;
  const person = [requester, ...participants].find(({ address }) => address === known.person);
  return person ? { loaded, person } : null;
}

async function messagesSeen(
  tx: Tx,
  ticket: Ticket,
  person: string,
  keys: Keyring,
): Promise<Pick<TicketSeen, "messages" | "hasOlder">> {
  const found = await conversationFor(tx, ticket.id, person);
  const hasOlder = found.length > seenMax.messages;
  const messages = hasOlder ? found.slice(-seenMax.messages) : found;
  // The very tokens that the letters carry, made again; a key that was changed meanwhile is tried as well.
  const tokens = new Map(
    messages.map(({ id, ticket_id, letter_id }) => [
      id,
      letter_id === null
        ? []
        : keys.map((key) => mintToken([key], { purpose: "rate", ticketId: ticket_id, person, nonce: letter_id })),
    ]),
  );
  const live = await liveTokens(tx, [...tokens.values()].flat().map(tokenHash));
  const works = (token: string) => live.has(tokenHash(token).toString("hex"));
  const shown = messages.map((message) => {
    const isCut = message.visible.length > seenMax.chars;
    const visible = isCut ? message.visible.slice(0, seenMax.chars).toWellFormed() : message.visible;
    return { ...message, visible, isCut, rateToken: tokens.get(message.id)?.find(works) ?? null };
  });
  return { messages: shown, hasOlder };
}

/** One file of a message that this link's person may read. */
export async function fileOfTicket(
  shop: FileShop,
  token: string,
  messageId: number,
  index: number,
): Promise<LinkedFile | null> {
  const place = await transaction(shop.pool, async (tx) => {
    const found = await behindTicketLink(tx, token);
    if (!found) return null;
    const { ticket } = found.loaded;
    const { address } = found.person;
    const [message] = await conversationFor(tx, ticket.id, address, messageId);
    const file = message?.attachments.find((attachment) => attachment.index === index);
    return message && file && message.raw_mail_id !== null ? { rawMailId: message.raw_mail_id, name: file.name } : null;
  });
  return place && (await storedFile(place.rawMailId, index, place.name, shop));
}
