/** The page that asks (is it solved? may we? do you authorise it?): what stands behind its link, and what its buttons do. Looking writes nothing. */
import type { Pool } from "pg";
import { type Tx, transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { lastDeliveredAt } from "../../store/delivered.ts";
import { dueQuestions } from "../../store/question.ts";
import { type LoadedTicket, loadTicket, lockTicket } from "../../store/ticket.ts";
import { findToken } from "../../store/token.ts";
import { decide } from "../../ticket/decide.ts";
import type { Language } from "../../ticket/letter.ts";
import { timezoneOf } from "../../ticket/promise.ts";
import { isHasty, markHasty } from "../../ticket/question/hasty.ts";
import { isPermission, mayAnswer } from "../../ticket/question/permission.ts";
import type { Person, Question } from "../../ticket/ticket.ts";
import { timeContext } from "../change.ts";
import { commitDecision, type Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";
import type { Workshop } from "../workshop.ts";

export type QuestionSeen = {
  ticketId: number;
  subject: string;
  language: Language;
  timezone: string;
  question: Question;
  /** The ticket waits for this answer; where not, the question was answered or is asked no more. */
  isOpen: boolean;
  /** The name of who answered, or their address. */
  answeredBy: string | null;
};

export type QuestionShop = {
  pool: Pool;
  queue: Queue;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  now: () => number;
};

/** What stands behind a link; null where it is unknown, too old, or its person takes no part any more. */
export async function lookAtQuestion(
  shop: Pick<QuestionShop, "pool" | "desks" | "now">,
  token: string,
): Promise<QuestionSeen | null> {
  return await transaction(shop.pool, async (tx) => (await behind(tx, token, shop))?.seen ?? null);
}

/** Writes an answer; pressing twice does what pressing once does, and the first answer stays. */
export async function answerQuestion(
  shop: QuestionShop,
  token: string,
  given: { answer: "yes" | "no"; words: string },
): Promise<QuestionSeen | null> {
  return await transaction(shop.pool, async (tx) => {
    const found = await behind(tx, token, shop);
    if (!found?.seen.isOpen) return found?.seen ?? null;
    const { loaded, person, seen } = found;
    const { ordinal } = seen.question;
    const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
    const context = timeContext(inForce, shop);
    const decided = decide(loaded.ticket, { kind: "questionAnswered", person, ordinal, ...given }, context);
    const deliveredAt = await lastDeliveredAt(tx, loaded.ticket.id, person.address);
    const decision = isHasty(deliveredAt, context.now, given.words.trim()) ? markHasty(decided) : decided;
    const letters = await commitDecision(
      tx,
      decision,
      {
        eventKey: `question:${loaded.ticket.id}:${ordinal}`,
        rawMailId: null,
        mail: null,
        outcome: null,
        lastMessageId: loaded.lastMessageId,
      },
      { ...shop.stationery, deskName: inForce.desk.name },
      context.now,
    );
    if (letters) await shop.queue.wake(tx, "send");
    return (await behind(tx, token, shop))?.seen ?? null;
  });
}

type Behind = { seen: QuestionSeen; loaded: LoadedTicket; person: Person };

async function behind(tx: Tx, token: string, shop: Pick<QuestionShop, "desks" | "now">): Promise<Behind | null> {
  const known = looksLikeToken(token) ? await findToken(tx, tokenHash(token), "question") : null;
  if (!known?.isLive || known.ticketId === null) return null;
  const locked = await lockTicket(tx, known.ticketId);
  // A merged ticket leads to another, whose questions are not those of this link.
  const loaded = locked?.ticket.id === known.ticketId ? locked : await loadTicket(tx, known.ticketId);
  const question = loaded?.ticket.questions.find(({ ordinal }) => ordinal === Number(known.data.ordinal));
  if (!loaded || !question || !mayAnswer(loaded.ticket, question, known.person)) return null;
  const { ticket } = loaded;
  const everyone = [ticket.requester, ...ticket.participants, ...ticket.authorisers];
  const person = everyone.find(({ address }) => address === known.person);
  if (!person) return null;
  const { id: ticketId, subject, language } = ticket;
  const isAsked = question.state === "asked" && ticket.status !== "closed";
  const isOpen = isAsked && (isPermission(question) ? question.until > shop.now() : ticket.status === "solved");
  const by = everyone.find(({ address }) => address === question.answeredBy);
  const answeredBy = question.answeredBy === null ? null : by?.name || question.answeredBy;
  const timezone = timezoneOf(ticket, timeContext(await shop.desks.forTicket(tx, ticket.deskVersionId), shop));
  return { seen: { ticketId, subject, language, timezone, question, isOpen, answeredBy }, loaded, person };
}

/** Asks the silent again, or lets silence count where the desk says so; answers with how many tickets it was. */
export async function askSilentAgain(
  shop: Pick<Workshop, "pool" | "desks" | "stationery" | "now">,
  countMax = 500,
): Promise<number> {
  const ids = await dueQuestions(shop.pool, shop.now(), countMax);
  for (const id of ids) {
    await transaction(shop.pool, async (tx) => {
      const loaded = await lockTicket(tx, id);
      if (!loaded) return;
      const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
      const context = timeContext(inForce, shop);
      const { questions } = loaded.ticket;
      const eventKey = `question:${id}:${questions.at(-1)?.ordinal ?? 0}`;
      await commitDecision(
        tx,
        decide(loaded.ticket, { kind: "askAgain" }, context),
        { eventKey, rawMailId: null, mail: null, outcome: null, lastMessageId: loaded.lastMessageId },
        { ...shop.stationery, deskName: inForce.desk.name },
        context.now,
      );
    });
  }
  return ids.length;
}
