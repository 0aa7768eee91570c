/** The buttons of the ticket page: it is solved, or, where that was asked, not yet. Pressing twice does what pressing once does. */
import { transaction } from "../../io/postgres.ts";
import { lastDeliveredAt } from "../../store/delivered.ts";
import { lockTicket } from "../../store/ticket.ts";
import { decide } from "../../ticket/decide.ts";
import type { Input } from "../../ticket/input.ts";
import { isHasty, markHasty } from "../../ticket/question/hasty.ts";
import { solvedOffer } from "../../ticket/question/saysSolved.ts";
import type { Person, Ticket } from "../../ticket/ticket.ts";
import { timeContext } from "../change.ts";
import { commitDecision } from "../commit.ts";
import type { QuestionShop } from "./question.ts";
import { behindTicketLink } from "./view.ts";

/** False where the link is unknown, too old, or its person takes no part any more. */
export async function saySolved(shop: QuestionShop, token: string, answer: "yes" | "no"): Promise<boolean> {
  return await transaction(shop.pool, async (tx) => {
    const early = await behindTicketLink(tx, token);
    const loaded = early && (await lockTicket(tx, early.loaded.ticket.id));
    // Read again under the lock: who was taken off the ticket meanwhile says nothing on it.
    const found = loaded && (await behindTicketLink(tx, token));
    if (!found) return false;
    const { ticket } = loaded;
    const input = inputOf(ticket, found.person, answer);
    if (input === null) return true;
    const inForce = await shop.desks.forTicket(tx, ticket.deskVersionId);
    const context = timeContext(inForce, shop);
    const decided = decide(ticket, input, context);
    const deliveredAt = await lastDeliveredAt(tx, ticket.id, found.person.address);
    const decision = isHasty(deliveredAt, context.now, "") ? markHasty(decided) : decided;
    const cause = {
      eventKey: `solved:${ticket.id}:${ticket.questions.length}:${answer}`,
      rawMailId: null,
      mail: null,
      outcome: null,
      lastMessageId: loaded.lastMessageId,
    };
    const stationery = { ...shop.stationery, deskName: inForce.desk.name };
    if (await commitDecision(tx, decision, cause, stationery, context.now)) await shop.queue.wake(tx, "send");
    return true;
  });
}

function inputOf(ticket: Ticket, person: Person, answer: "yes" | "no"): Input | null {
  const offer = solvedOffer(ticket);
  if (answer === "yes")
    return offer.kind === "asked" || offer.kind === "mayBeSaid" ? { kind: "saysSolved", person } : null;
  if (offer.kind !== "asked") return null;
  return { kind: "questionAnswered", person, ordinal: offer.question.ordinal, answer, words: "" };
}
