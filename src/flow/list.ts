/** The queue and single tickets for people and scripts: read, never changed, in the working order. */
import type { Pool } from "pg";
import { type RatingRow, ratingsOf } from "../store/rating.ts";
import { eventsOf, listTickets, loadTicket, messagesOf, type TicketFilter } from "../store/ticket.ts";
import { workingOrder } from "../ticket/order.ts";
import { instant, type ShownTicket, showTicket } from "../ticket/show.ts";
import type { Question } from "../ticket/ticket.ts";
import { openDesks } from "./desks.ts";

/** More live tickets than this are not read by a person; the list says when it was cut. */
export const listCountMax = 10_000;

/** The tickets of a filter in working order. */
export async function listQueue(pool: Pool, filter: TicketFilter, now: number): Promise<ShownTicket[]> {
  const desks = openDesks(() => now);
  const { desk } = await desks.current(pool);
  const loaded = await listTickets(pool, filter, listCountMax);
  const order = workingOrder(desk, now);
  const shown: ShownTicket[] = [];
  for (const { ticket, messageCount } of loaded.sort((a, b) => order(a.ticket, b.ticket))) {
    const { calendar } = await desks.forTicket(pool, ticket.deskVersionId);
    shown.push(showTicket(ticket, messageCount, calendar, now));
  }
  return shown;
}

/** The requester's rating of an answer, or the latest of another participant. `machine`: why it looks like a program's. */
function ratingFor(ratings: RatingRow[], requester: string) {
  const rating = ratings.find(({ person }) => person === requester) ?? ratings[0];
  if (rating === undefined) return null;
  const { score, comment, changed_at, person, machine_mark } = rating;
  return { score, comment, at: changed_at.toISOString(), person, machine: machine_mark };
}

function showQuestion(question: Question) {
  const { kind, state, about, until, askedAt, askedBy, answeredAt, answer, answeredBy } = question;
  return {
    kind,
    state,
    about: about ?? null,
    until: until ? instant(until) : null,
    askedAt: instant(askedAt),
    askedBy,
    answeredAt: answeredAt === null ? null : instant(answeredAt),
    answer,
    answeredBy,
  };
}

/** One ticket with its conversation, clocks and events; null where there is none. */
export async function showOne(pool: Pool, id: number, now: number) {
  const loaded = await loadTicket(pool, id);
  if (!loaded) return null;
  const { calendar } = await openDesks(() => now).forTicket(pool, loaded.ticket.deskVersionId);
  const [messages, ratings, events] = [await messagesOf(pool, id), await ratingsOf(pool, id), await eventsOf(pool, id)];
  return {
    ...showTicket(loaded.ticket, loaded.messageCount, calendar, now),
    messages: messages.map((message) => ({
      id: message.id,
      direction: message.direction,
      author: { name: message.author_name, address: message.author_address },
      at: message.at.toISOString(),
      text: message.text,
      visible: message.visible,
      unverified: message.is_unverified,
      attachments: message.attachments.map(({ name, type, bytes, inline }) => ({ name, type, bytes, inline })),
      rating: ratingFor(
        ratings.filter((rating) => rating.message_id === message.id),
        loaded.ticket.requester.address,
      ),
    })),
    questions: loaded.ticket.questions.map(showQuestion),
    events: events.map(({ at, type, actor, reason, data }) => ({ at: at.toISOString(), type, actor, reason, ...data })),
  };
}
