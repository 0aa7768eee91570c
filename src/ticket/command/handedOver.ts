/** The letter to whoever gets a ticket by a command of somebody else. */
import { forAgents, listeners } from "../agentLetter.ts";
import type { Agent, Asked, Context, Dispatch } from "../input.ts";
import type { Ticket } from "../ticket.ts";

/** Who gets the ticket by a command hears of it, with what the customer wrote last and the agent's note. */
export function handedOver(
  before: Ticket,
  after: Ticket,
  { agent, note }: { agent: Agent; note: string },
  asked: Asked | undefined,
  context: Context,
): Dispatch[] {
  const isHanded = after.assignee !== before.assignee || after.team !== before.team;
  if (!isHanded) return [];
  const text = asked?.lastWords?.text ?? "";
  const words = { visible: text, text, attachments: [], trust: { isProven: true, words: "" } };
  const data = { ...forAgents(after, words, context, false), by: agent.name, note };
  return listeners(after, context)
    .filter(({ address }) => address !== agent.address)
    .map((to) => ({
      letter: { name: "handedOver", to, language: context.desk.language, data },
      to: "agent",
      holdMs: 0,
      attachments: [],
    }));
}
