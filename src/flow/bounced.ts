/** A letter of ours that came back: which it was, and to whom. What follows from it the ticket decides. */
import type { Tx } from "../io/postgres.ts";
import type { Bounce } from "../mail/message.ts";
import type { SentFound } from "../store/match.ts";
import { refused } from "../store/suppression.ts";
import { type LoadedTicket, lockTicket } from "../store/ticket.ts";
import type { Context, Input } from "../ticket/input.ts";
import type { LetterName } from "../ticket/letter.ts";
import { timeContext } from "./change.ts";
import type { Matched } from "./input.ts";
import type { Match } from "./match.ts";
import type { Workshop } from "./workshop.ts";

/**
 * Only a bounce that came to the envelope address made for this very letter, and names its recipient, counts against the
 * address: whoever got the letter knows its Message-ID and could write such a report.
 */
async function silences(
  tx: Tx,
  match: Match,
  { messageId, recipient }: SentFound,
  { recipients, cause }: Bounce,
  shop: Workshop,
): Promise<boolean> {
  const token = match.kind === "ticket" ? match.token : null;
  if (token?.purpose !== "bounce" || token.data.messageId !== messageId || token.person !== recipient) return false;
  const named = recipients.map(({ address }) => address.toLowerCase());
  if (named.length > 0 && !named.includes(recipient)) return false;
  return await refused(tx, { address: recipient, messageId, source: "bounce", cause, at: new Date(shop.now()) });
}

export type Returned = { loaded: LoadedTicket; input: Input; context: Context };

/** Null where it names no letter of ours by its signed Message-ID or its own envelope address: then it counts for nothing. */
export async function bounced(tx: Tx, { understood, match }: Matched, shop: Workshop): Promise<Returned | null> {
  const { verdict } = understood;
  const letter = match.kind === "ticket" ? match.letter : null;
  const loaded = letter?.ticketId ? await lockTicket(tx, letter.ticketId) : null;
  if (verdict.kind !== "bounce" || !letter || !loaded) return null;
  const { kind, cause } = verdict.bounce;
  const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
  const undelivered = {
    letter: letter.letter as LetterName,
    recipient: letter.recipient,
    kind,
    cause,
    excerpt: letter.excerpt ?? "",
    silences: kind === "hard" && (await silences(tx, match, letter, verdict.bounce, shop)),
  };
  return { loaded, input: { kind: "undelivered", letter: undelivered }, context: timeContext(inForce, shop) };
}
