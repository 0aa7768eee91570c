/** A rating link: what stands behind it, and what its button does. Looking writes nothing; saving decides and commits. */
import type { Pool } from "pg";
import { type Queries, transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { type RatingLink, responseBehind } from "../../store/rating.ts";
import { lockTicket } from "../../store/ticket.ts";
import { decide } from "../../ticket/decide.ts";
import type { Context } from "../../ticket/input.ts";
import type { Language } from "../../ticket/letter.ts";
import { changeWithinMs, mayRate, type RatedResponse, type Score } from "../../ticket/rating.ts";
import { commitDecision, type Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";

export type RateShop = {
  pool: Pool;
  queue: Queue;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  now: () => number;
};

/** `mayRate` false: it was rated, and the time to change it is over. Instants are ms since epoch. */
export type RatingSeen = {
  kind: "known";
  ticketId: number;
  subject: string;
  language: Language;
  response: RatedResponse;
  mayRate: boolean;
  changeableUntil: number | null;
};

/** What stands behind a rating link; null where it is unknown or too old. */
export async function lookAtRating(shop: Pick<RateShop, "pool" | "now">, token: string): Promise<RatingSeen | null> {
  const now = shop.now();
  const found = await behind(shop.pool, token, now);
  return found && seen(found, now);
}

/** Saves a rating; where it may no longer be changed, nothing is saved and what is seen says so. */
export async function rate(
  shop: RateShop,
  token: string,
  given: { score: Score; comment: string },
): Promise<RatingSeen | null> {
  return await transaction(shop.pool, async (tx) => {
    const now = shop.now();
    const early = await behind(tx, token, now);
    const loaded = early && (await lockTicket(tx, early.ticketId));
    // Read again under the lock: two buttons pressed at once are two savings, one after the other.
    const found = loaded && (await behind(tx, token, now));
    if (!found) return null;
    const { ticket } = loaded;
    if (!mayRate(found.response, now)) return seen(found, now);
    const inForce = await shop.desks.forTicket(tx, ticket.deskVersionId);
    const context: Context = {
      ...inForce,
      now,
      account: null,
      contactLanguage: null,
      newTicketId: 0,
      mayConfirm: false,
    };
    const { response, recentSaveCount, person, personName } = found;
    const rating = { response, person: { name: personName, address: person }, ...given, source: "link" as const };
    const decision = decide(ticket, { kind: "rating", mail: null, rating: { ...rating, recentSaveCount } }, context);
    const letters = await commitDecision(
      tx,
      decision,
      {
        eventKey: `rating:${response.messageId}:${person}:${response.saveCount + 1}`,
        rawMailId: null,
        mail: null,
        outcome: null,
        lastMessageId: loaded.lastMessageId,
      },
      { ...shop.stationery, deskName: inForce.desk.name },
      now,
    );
    if (letters) await shop.queue.wake(tx, "send");
    return seen(found, now);
  });
}

async function behind(db: Queries, token: string, now: number): Promise<RatingLink | null> {
  return looksLikeToken(token) ? await responseBehind(db, tokenHash(token), now) : null;
}

function seen({ ticketId, subject, language, response }: RatingLink, now: number): RatingSeen {
  return {
    kind: "known",
    ticketId,
    subject,
    language,
    response,
    mayRate: mayRate(response, now),
    changeableUntil: response.before && response.before.ratedAt + changeWithinMs,
  };
}
