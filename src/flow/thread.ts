/** Which mails a letter of ours hangs under (RFC 5322, section 3.6.4), and the domain our ids bear. */
import { writeMessageId } from "../mail/write/reference.ts";
import type { Dispatch } from "../ticket/input.ts";
import { isParticipant, type Ticket } from "../ticket/ticket.ts";
import type { Cause, Stationery } from "./commit.ts";

/**
 * What a letter threads under. Customers see their own Message-IDs only; agents' notices of one ticket hang together by
 * an id that no mail bears, so that no agent's mail is named to a customer.
 */
export function referencesOf(
  dispatch: Dispatch,
  ticket: Ticket | null,
  cause: Cause,
  stationery: Stationery,
): string[] {
  if (!ticket) return [];
  if (dispatch.to === "agent") {
    return [
      writeMessageId(stationery.keys, { ticketId: ticket.id, unique: "thread" }, domainOf(stationery.support.address)),
    ];
  }
  // Who is only asked for an authorisation has no mail of ours or theirs to thread under.
  if (!isParticipant(ticket, dispatch.letter.to.address)) return [];
  const isGreetingLetter = dispatch.letter.name === "confirmation" || dispatch.letter.name === "unknownSender";
  const latest = isGreetingLetter ? (cause.mail?.messageId ?? null) : cause.lastMessageId;
  return [...new Set([ticket.firstMessageId, latest])].filter((id) => id !== null);
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
