/**
 * An agent's mail on a ticket: an answer that reaches the customer, or a note that never does. It needs trust `agent`; what
 * falls short, or what could be meant in two ways, is held and nothing leaves until the agent approves it (mail.md, "Trust").
 */
import { type AgentMail, actOn } from "./command/act.ts";
import { readCommands } from "./command/command.ts";
import { misplacedCommand } from "./command/misplaced.ts";
import { houseCalendar } from "./digest.ts";
import { greets } from "./greeting.ts";
import { type Agent, type Context, type Decision, type Dispatch, type Input, tell } from "./input.ts";
import type { LetterData } from "./letter.ts";
import { promisesOf } from "./promise.ts";
import { reasonWords } from "./reasonWords.ts";
import { caps } from "./restraint.ts";
import type { Ticket } from "./ticket.ts";

export function decideAgentMail(ticket: Ticket, input: AgentMail, context: Context): Decision {
  if (input.standing !== "trusted") return hold(ticket, input, input.standing.short, context);
  const doubt = doubtOf(ticket, input, context);
  if (doubt !== null) return hold(ticket, input, doubt, context);
  return actOn(ticket, input, context);
}

/** What a trusted mail leaves open: it is asked about, never guessed. */
function doubtOf(ticket: Ticket, { mixed, mail, agent, purpose }: AgentMail, { desk, lately }: Context): string | null {
  if (!mixed) return null;
  if (mixed.isToBothAddresses) return "twoAddresses";
  const { commands, rest, refused } = readCommands(mail.visible, { desk, agent: agent.address });
  // Nothing of it is done or sent, and a transcript says so.
  if (refused !== null) return null;
  const isRepeated = lately !== undefined && lately.sameAnswers >= caps.sameAnswersPerDay;
  if (isRepeated && purpose === "answer" && commands.length === 0) return "sameAnswer";
  const isNote = purpose === "note" || commands.some(({ kind }) => kind === "note");
  if (isNote && mixed.customers.length > 0) return "noteToCustomer";
  if (!isNote && misplacedCommand(rest, { desk, agent: agent.address }) !== null) return "misplacedCommand";
  if (purpose === "answer" || commands.some(({ kind }) => kind === "note") || rest === "") return null;
  // The address says note, and the words say answer.
  const asks = commands.some(({ kind }) => kind === "solve" || kind === "ask");
  return asks || greets(rest, [ticket.requester, ...ticket.participants]) ? "answerToNote" : null;
}

/** Nothing leaves and nothing changes; the agent gets a letter with a button that proves their mailbox. */
function hold(ticket: Ticket, { mail, agent, purpose, from }: AgentMail, why: string, context: Context): Decision {
  const held = { disposition: "quarantined", reason: "heldForApproval", ticket, message: null } as const;
  if (context.lately && context.lately.heldBack >= caps.heldPerDay) {
    const story = tell(ticket, mail.receivedAt);
    story.add({ type: "letterWithheld", letter: "held", to: agent.address }, "intray", "ticketCap");
    return { ...held, ticket: story.ticket, events: story.events, dispatches: [] };
  }
  const what = whatIs(mail, purpose, agent, context);
  const told = { subject: ticket.subject, what, why, text: mail.visible };
  const letter = heldLetter(ticket, agent, from === undefined ? told : { ...told, from }, context);
  return { ...held, events: [], dispatches: [letter] };
}

type HeldAs = LetterData["held"]["what"];

function whatIs({ visible }: AgentMail["mail"], purpose: "answer" | "note", agent: Agent, { desk }: Context): HeldAs {
  const { commands, rest } = readCommands(visible, { desk, agent: agent.address });
  if (purpose === "note" || commands.some(({ kind }) => kind === "note")) return "note";
  return commands.length > 0 && rest === "" ? "commands" : "answer";
}

function heldLetter(
  ticket: Ticket | null,
  agent: Agent,
  told: { subject: string; what: HeldAs; why: string; text: string; from?: string },
  context: Context,
): Dispatch {
  const { language } = context.desk;
  return {
    letter: {
      name: "held",
      to: agent,
      language,
      data: {
        ticketId: ticket?.id ?? null,
        subject: told.subject,
        timezone: ticket ? promisesOf(ticket, context, language).timezone : houseCalendar(context).definition.timezone,
        what: told.what,
        why: reasonWords(told.why, language) + (told.from === undefined ? "" : ` (${told.from})`),
        // Whoever reads a stranger's words must see enough of them to know whose they are.
        excerpt: excerptOf(told.text, told.from === undefined ? undefined : 4_000),
        approveUrl: "",
        expiresAt: context.now + approveWithinMs,
      },
    },
    to: "agent",
    holdMs: 0,
    attachments: [],
  };
}

/** A forward that is not proven to be the agent's: no ticket is opened and nobody written to but the agent. */
export function decideHeldForward(
  ticket: Ticket | null,
  { mail, agent, excerpt, isTold }: Extract<Input, { kind: "heldForward" }>,
  context: Context,
): Decision {
  const told = { subject: mail.subject, what: "forward" as const, why: "notProven", text: excerpt };
  return {
    disposition: "quarantined",
    reason: "heldForApproval",
    ticket,
    events: [],
    message: null,
    dispatches: isTold ? [heldLetter(ticket, agent, told, context)] : [],
  };
}

/** How long a held mail can be approved by its button. */
export const approveWithinMs = 3 * 24 * 3600 * 1000;

/** The first lines of a text, for a letter that must show which mail it is about. */
export function excerptOf(text: string, charsMax = 400): string {
  const trimmed = text.trim();
  return trimmed.length > charsMax ? `${trimmed.slice(0, charsMax).toWellFormed()}…` : trimmed;
}
