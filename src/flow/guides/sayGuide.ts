/**
 * The page of an offered guide: what stands behind its link, and what its buttons do. Looking writes nothing; "this solved
 * it" is the customer's yes to the question whether it is solved, and "it did not help" is only counted.
 */
import { type Tx, transaction } from "../../io/postgres.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { type OfferedGuide, offeredGuide, saveVerdict } from "../../store/guideOffer.ts";
import { type LoadedTicket, lockTicket } from "../../store/ticket.ts";
import { findToken } from "../../store/token.ts";
import { decide } from "../../ticket/decide.ts";
import type { GuideVerdict } from "../../ticket/guide/guide.ts";
import type { Language } from "../../ticket/letter.ts";
import type { Person } from "../../ticket/ticket.ts";
import { timeContext } from "../change.ts";
import { commitDecision } from "../commit.ts";
import type { QuestionShop } from "../pages/question.ts";

/** `isClosed`: nothing can be said of the matter any more, only of the guide. */
export type GuideSeen = {
  ticketId: number;
  subject: string;
  language: Language;
  guide: OfferedGuide;
  isClosed: boolean;
};

/** What stands behind a link; null where it is unknown, too old, or its person takes no part any more. */
export async function lookAtGuide({ pool }: Pick<QuestionShop, "pool">, token: string): Promise<GuideSeen | null> {
  return await transaction(pool, async (tx) => (await behind(tx, token))?.seen ?? null);
}

/** Saves what was said; pressing twice does what pressing once does, and the last word counts in the figures. */
export async function sayOfGuide(shop: QuestionShop, token: string, verdict: GuideVerdict): Promise<GuideSeen | null> {
  return await transaction(shop.pool, async (tx) => {
    const found = await behind(tx, token);
    if (!found || found.seen.guide.verdict === verdict) return found?.seen ?? null;
    const { loaded, person, offeredOn, seen } = found;
    const { ticket } = loaded;
    const inForce = await shop.desks.forTicket(tx, ticket.deskVersionId);
    const context = timeContext(inForce, shop);
    const { id, title, url } = seen.guide;
    const decision = decide(ticket, { kind: "guideSaid", person, guide: { id, title, url }, verdict }, context);
    const cause = {
      eventKey: `guide:${offeredOn}:${id}:${ticket.questions.length}:${verdict}`,
      rawMailId: null,
      mail: null,
      outcome: null,
      lastMessageId: loaded.lastMessageId,
    };
    const stationery = { ...shop.stationery, deskName: inForce.desk.name };
    if (await commitDecision(tx, decision, cause, stationery, context.now)) await shop.queue.wake(tx, "send");
    await saveVerdict(tx, { ticketId: offeredOn, guideId: id }, verdict, new Date(context.now));
    return (await behind(tx, token))?.seen ?? null;
  });
}

/** `offeredOn`: the ticket it was offered on, which another may have taken over since. */
type Behind = { seen: GuideSeen; loaded: LoadedTicket; person: Person; offeredOn: number };

async function behind(tx: Tx, token: string): Promise<Behind | null> {
  const known = looksLikeToken(token) ? await findToken(tx, tokenHash(token), "guide") : null;
  if (!known?.isLive || known.ticketId === null) return null;
  const loaded = await lockTicket(tx, known.ticketId);
  const guide = await offeredGuide(tx, known.ticketId, Number(known.data.guideId));
  if (!loaded || !guide) return null;
  const { ticket } = loaded;
  const person = [ticket.requester, ...ticket.participants].find(({ address }) => address === known.person);
  if (!person) return null;
  const { id: ticketId, subject, language } = ticket;
  const seen = { ticketId, subject, language, guide, isClosed: ticket.status === "closed" };
  return { seen, loaded, person, offeredOn: known.ticketId };
}
