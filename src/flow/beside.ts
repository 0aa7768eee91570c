/** What a decision does beside its own ticket, written in the same transaction: to other tickets, to tokens, to letters that wait. */
import type { Tx } from "../io/postgres.ts";
import { moveMessage, revokeTokens, stopLettersTo, verifyMessage } from "../store/relation.ts";
import type { Decision } from "../ticket/input.ts";
import { isParticipant } from "../ticket/ticket.ts";
import type { Cause } from "./commit.ts";

/** `commit` writes a decision about another ticket as it writes every one. */
export async function commitBeside(
  tx: Tx,
  decision: Decision,
  cause: Cause,
  commit: (decision: Decision, cause: Cause) => Promise<boolean>,
): Promise<boolean> {
  let hasLetters = false;
  for (const { decision: other, mail } of decision.also ?? []) {
    const rawMailId = mail ? mail.rawMailId || null : cause.rawMailId;
    const written = await commit(other, { ...cause, rawMailId, mail, outcome: null, lastMessageId: null });
    hasLetters = written || hasLetters;
  }
  if (decision.moves) await moveMessage(tx, decision.moves);
  const { ticket } = decision;
  if (!ticket) return hasLetters;
  if (decision.verifies !== undefined) await verifyMessage(tx, ticket.id, decision.verifies);
  const gone = decision.events.flatMap((event) =>
    event.type === "left" && !isParticipant(ticket, event.person.address) ? [event.person.address] : [],
  );
  if (gone.length > 0) await revokeTokens(tx, ticket.id, gone);
  const silent = [...gone, ...(decision.silences ?? [])];
  if (silent.length > 0) await stopLettersTo(tx, ticket.id, silent);
  return hasLetters;
}
