/**
 * An agent's mail on a ticket: an answer that reaches the customer, or a note that never does. It needs trust `agent`; what
 * falls short, or what could be meant in two ways, is held and nothing leaves until the agent approves it (mail.md, "Trust").
 */
import { type AgentMail, actOn } from "./act.ts";
import { readCommands } from "./command.ts";
import { type Context, type Decision, tell } from "./input.ts";
import { promisesOf } from "./promise.ts";
import { reasonWords } from "./reasonWords.ts";
import { caps } from "./restraint.ts";
import type { Ticket } from "./ticket.ts";

export function decideAgentMail(ticket: Ticket, input: AgentMail, context: Context): Decision {
  if (input.standing !== "trusted") return hold(ticket, input, input.standing.short, context);
  const doubt = doubtOf(input, context);
  if (doubt !== null) return hold(ticket, input, doubt, context);
  return actOn(ticket, input, context);
}

/** What a trusted mail leaves open: it is asked about, never guessed. */
function doubtOf({ mixed, mail, agent, purpose }: AgentMail, { desk, lately }: Context): string | null {
  if (!mixed) return null;
  if (mixed.isToBothAddresses) return "twoAddresses";
  const { commands } = readCommands(mail.visible, { desk, agent: agent.address });
  const isRepeated = lately !== undefined && lately.sameAnswers >= caps.sameAnswersPerDay;
  if (isRepeated && purpose === "answer" && commands.length === 0) return "sameAnswer";
  const isNote = purpose === "note" || commands.some(({ kind }) => kind === "note");
  return isNote && mixed.customers.length > 0 ? "noteToCustomer" : null;
}

/** Nothing leaves and nothing changes; the agent gets a letter with a button that proves their mailbox. */
function hold(ticket: Ticket, { mail, agent }: AgentMail, why: string, context: Context): Decision {
  const held = { disposition: "quarantined", reason: "heldForApproval", ticket, message: null } as const;
  if (context.lately && context.lately.heldBack >= caps.heldPerDay) {
    const story = tell(ticket, mail.receivedAt);
    story.add({ type: "letterWithheld", letter: "held", to: agent.address }, "intray", "ticketCap");
    return { ...held, ticket: story.ticket, events: story.events, dispatches: [] };
  }
  return {
    ...held,
    events: [],
    dispatches: [
      {
        letter: {
          name: "held",
          to: agent,
          language: context.desk.language,
          data: {
            ticketId: ticket.id,
            subject: ticket.subject,
            timezone: promisesOf(ticket, context, context.desk.language).timezone,
            why: reasonWords(why, context.desk.language),
            excerpt: excerptOf(mail.visible),
            approveUrl: "",
            expiresAt: context.now + approveWithinMs,
          },
        },
        to: "agent",
        holdMs: 0,
        attachments: [],
      },
    ],
  };
}

/** How long a held mail can be approved by its button. */
export const approveWithinMs = 3 * 24 * 3600 * 1000;

/** The first lines of a text, for a letter that must show which mail it is about. */
export function excerptOf(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 400 ? `${trimmed.slice(0, 400)}…` : trimmed;
}
