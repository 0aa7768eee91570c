/** What follows when the SMTP server refused a letter for good, or its fate stays unknown: the ticket decides. */
import type { Tx } from "../io/postgres.ts";
import { causeOf, weigh } from "../mail/bounce/bounceCause.ts";
import { enhancedStatus } from "../mail/bounce/bounceReport.ts";
import type { OutgoingRow } from "../store/outbox.ts";
import { refused } from "../store/suppression.ts";
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
    silences: await silences(tx, row, why, now),
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

/** The server's own word that the address takes no mail; that it would not have this mail, or us, says nothing of it. */
async function silences(tx: Tx, { recipient, messageId }: OutgoingRow, why: string, now: number): Promise<boolean> {
  if (!/^5\d\d[ -]/.test(why)) return false;
  const status = enhancedStatus(why);
  const cause = causeOf(why, status);
  if (cause === "relayDenied" || weigh("failed", status, cause) !== "hard") return false;
  return await refused(tx, { address: recipient, messageId, source: "smtp", cause, at: new Date(now) });
}

function isLetter(name: string): name is LetterName {
  return name in letterClass;
}

/** What the letter said, where it was a person's words. */
function excerptOf({ content }: OutgoingRow): string {
  const letter = content?.words.letter;
  return letter?.name === "answer" ? letter.data.text : "";
}
