/** Looks up what has come on a ticket of late, before a mail on it is decided. */
import type { Tx } from "../../io/postgres.ts";
import { agentsLately, countReplies } from "../../store/lately.ts";
import type { Input } from "../../ticket/input.ts";
import { type Lately, noneLately } from "../../ticket/lately.ts";
import { withoutNumbers } from "../../ticket/restraint.ts";

const dayMs = 24 * 3600 * 1000;

export async function latelyOf(tx: Tx, ticketId: number, input: Input): Promise<Lately> {
  if (input.kind === "reply") {
    const { sender, mail } = input;
    return { ...noneLately, ...(await countReplies(tx, ticketId, sender.address, new Date(mail.receivedAt))) };
  }
  if (input.kind !== "agentMail") return noneLately;
  const { agent, from, mail } = input;
  const { heldBack, answers } = await agentsLately(
    tx,
    ticketId,
    from ?? agent.address,
    new Date(mail.receivedAt - dayMs),
  );
  const said = withoutNumbers(mail.visible);
  return { ...noneLately, heldBack, sameAnswers: answers.filter((answer) => withoutNumbers(answer) === said).length };
}
