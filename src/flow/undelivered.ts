/** What follows when the SMTP server refused a letter for good, or its fate stays unknown: the ticket decides. */
import type { Tx } from "../io/postgres.ts";
import type { OutgoingRow } from "../store/outbox.ts";
import { lockTicket } from "../store/ticket.ts";
import { decide } from "../ticket/decide.ts";
import type { Context } from "../ticket/input.ts";
import { type LetterName, letterClass } from "../ticket/letter.ts";
import { commitDecision } from "./commit.ts";
import type { Workshop } from "./workshop.ts";

/** Tells the ticket's people in the transaction that writes the letter's fate. Letters about no ticket are only logged. */
export async function tellUndelivered(tx: Tx, row: OutgoingRow, why: string, shop: Workshop): Promise<void> {
  shop.log.warn({ outgoingId: row.id, letter: row.letter, ticketId: row.ticketId }, "a letter could not be delivered");
  const loaded = row.ticketId === null ? null : await lockTicket(tx, row.ticketId);
  if (!loaded || !isLetter(row.letter)) return;
  const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
  const now = shop.now();
  const context: Context = { ...inForce, now, account: null, contactLanguage: null, newTicketId: 0, mayConfirm: false };
  const letter = {
    letter: row.letter,
    recipient: row.recipient,
    kind: "hard" as const,
    cause: why,
    excerpt: excerptOf(row),
  };
  const decision = decide(loaded.ticket, { kind: "undelivered", letter }, context);
  await commitDecision(
    tx,
    decision,
    { eventKey: `outgoing:${row.id}`, rawMailId: null, mail: null, outcome: null, lastMessageId: loaded.lastMessageId },
    { ...shop.stationery, deskName: inForce.desk.name },
    now,
  );
}

function isLetter(name: string): name is LetterName {
  return name in letterClass;
}

/** What the letter said, where it was a person's words. */
function excerptOf({ content }: OutgoingRow): string {
  const letter = content?.words.letter;
  return letter?.name === "answer" ? letter.data.text : "";
}
