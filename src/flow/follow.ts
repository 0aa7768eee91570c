/** A mail that was split off has a ticket of its own, and so has every reply to it, also where it came to an older address. */
import type { Message } from "../mail/message.ts";
import type { SplitFound } from "../store/match.ts";
import type { Match } from "./match.ts";

/** Only the very mail that is answered counts: every later mail of a thread names all that came before it. */
export function followSplit(match: Match, message: Message, splits: SplitFound[], author: string): Match {
  if (match.kind !== "ticket" || splits.length === 0) return match;
  const answered = message.inReplyTo.length > 0 ? message.inReplyTo : message.references.slice(-1);
  const split = splits.find(
    ({ messageId, from, recipient }) =>
      answered.includes(messageId) && from === match.ticketId && (recipient === null || recipient === author),
  );
  return split ? { ...match, ticketId: split.to } : match;
}
