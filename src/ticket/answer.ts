/**
 * An agent's mail on a ticket: an answer that reaches the customer, or a note that never does. An answer needs trust
 * `agent`; what falls short is held and nothing leaves until the agent approves it (mail.md, "Trust").
 */
import { travellingAttachments } from "./agentLetter.ts";
import { stopResponseClocks } from "./clocks.ts";
import { readCommands } from "./command.ts";
import type { Context, Decision, Dispatch, Input } from "./input.ts";
import { tell } from "./input.ts";
import { promisesOf } from "./promise.ts";
import { reasonWords } from "./reasonWords.ts";
import type { Ticket } from "./ticket.ts";

type AgentMail = Extract<Input, { kind: "agentMail" }>;

export function decideAgentMail(ticket: Ticket, input: AgentMail, context: Context): Decision {
  if (input.standing !== "trusted") return hold(ticket, input, input.standing.short, context);
  const commands = readCommands(input.mail.visible);
  if (commands.refused) return refuse(ticket, input, context, commands.refused);
  if (input.purpose === "note" || commands.isNote) return note(ticket, input, commands.rest);
  return answer(ticket, input, commands.rest, context);
}

function answer(ticket: Ticket, { mail, agent }: AgentMail, text: string, context: Context): Decision {
  const story = tell(ticket, mail.receivedAt);
  story.add({ type: "answered", agent: agent.address }, agent.address);
  if (!ticket.assignee) story.add({ type: "assigned", to: agent.address }, agent.address, "firstAnswer");
  if (ticket.status === "new") {
    story.add({ type: "statusChanged", from: "new", to: "open" }, agent.address, "answered");
  }
  stopResponseClocks(story, context, mail.receivedAt);
  const about = {
    ticketId: ticket.id,
    subject: ticket.subject,
    timezone: promisesOf(ticket, context, ticket.language).timezone,
  };
  const readers = [ticket.requester, ...ticket.participants];
  return {
    disposition: "answer",
    reason: "agentAnswered",
    ticket: story.ticket,
    events: story.events,
    message: { direction: "out", author: agent, visible: text, isUnverified: false },
    dispatches: readers.map(
      (person): Dispatch => ({
        letter: {
          name: "answer",
          to: { name: person.name, address: person.address },
          language: ticket.language,
          data: { ...about, agentName: agent.name, text },
        },
        to: "customer",
        holdMs: context.desk.answers.holdSeconds * 1000,
        attachments: travellingAttachments(mail),
      }),
    ),
  };
}

function note(ticket: Ticket, { mail, agent }: AgentMail, text: string): Decision {
  const story = tell(ticket, mail.receivedAt);
  story.add({ type: "noted", agent: agent.address }, agent.address);
  return {
    disposition: "note",
    reason: "agentNoted",
    ticket: story.ticket,
    events: story.events,
    message: { direction: "note", author: agent, visible: text, isUnverified: false },
    dispatches: [],
  };
}

/** Nothing leaves and nothing changes; the agent gets a letter with a button that proves their mailbox. */
function hold(ticket: Ticket, { mail, agent }: AgentMail, why: string, context: Context): Decision {
  return {
    disposition: "quarantined",
    reason: "heldForApproval",
    ticket,
    events: [],
    message: null,
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

/** One wrong command: nothing of the mail is carried out, nothing leaves, and the agent is told what was wrong. */
function refuse(
  ticket: Ticket,
  { agent }: AgentMail,
  context: Context,
  refused: { line: string; why: string; suggestion: string | null },
): Decision {
  const timezone = promisesOf(ticket, context, context.desk.language).timezone;
  return {
    disposition: "command",
    reason: "commandRefused",
    ticket,
    events: [],
    message: null,
    dispatches: [
      {
        letter: {
          name: "refused",
          to: agent,
          language: context.desk.language,
          data: {
            ticketId: ticket.id,
            subject: ticket.subject,
            timezone,
            ...refused,
            why: reasonWords(refused.why, context.desk.language),
          },
        },
        to: "agent",
        holdMs: 0,
        attachments: [],
      },
    ],
  };
}

/** The first lines of a text, for a letter that must show which mail it is about. */
export function excerptOf(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 400 ? `${trimmed.slice(0, 400)}…` : trimmed;
}
