/** The letters that an agent's mail brings to customers: the words, and what is asked of them. */
import { travellingAttachments } from "./agentLetter.ts";
import type { Agent, Context, Dispatch, Input } from "./input.ts";
import { timezoneOf } from "./promise.ts";
import { askedIn, permissionLetters } from "./question/permission.ts";
import { openQuestion, questionLetter } from "./question/question.ts";
import type { TextFate, Ticket } from "./ticket.ts";

type AgentMail = Extract<Input, { kind: "agentMail" }>;
type Said = Pick<AgentMail, "mail" | "agent"> & { text: TextFate; rest: string; heldMs: number; proposes: boolean };

/** The words to everyone who takes part; whoever is asked something gets one letter, with the words and the question. */
export function lettersTo(before: Ticket, after: Ticket, said: Said, context: Context): Dispatch[] {
  const { mail, agent, text, rest, heldMs, proposes } = said;
  const words = text === "answer" ? rest : "";
  const attachments = text === "answer" ? travellingAttachments(mail) : [];
  const question = proposes ? openQuestion(after) : null;
  const permission = askedIn(before, after);
  const how = { agent, text: words, isAgain: false, holdMs: heldMs, attachments };
  const asking: Dispatch[] = [
    ...(question === null
      ? []
      : [
          {
            letter: questionLetter(after, { ...how, question }, context),
            to: "customer" as const,
            holdMs: heldMs,
            attachments,
          },
        ]),
    ...(permission === null ? [] : permissionLetters(after, permission, how, context)),
  ];
  const asked = new Set(asking.map(({ letter }) => letter.to.address));
  const plain = text === "answer" ? answersTo(after, mail, agent, rest, heldMs, context) : [];
  return [...asking, ...plain.filter(({ letter }) => !asked.has(letter.to.address))];
}

/** The words to everyone who takes part, under the agent's name. */
function answersTo(
  ticket: Ticket,
  mail: AgentMail["mail"],
  agent: Agent,
  text: string,
  holdMs: number,
  context: Context,
): Dispatch[] {
  const about = { ticketId: ticket.id, subject: ticket.subject, timezone: timezoneOf(ticket, context) };
  return [ticket.requester, ...ticket.participants].map(({ name, address }) => ({
    letter: {
      name: "answer",
      to: { name, address },
      language: ticket.language,
      data: { ...about, agentName: agent.name, text },
    },
    to: "customer",
    holdMs,
    attachments: travellingAttachments(mail),
  }));
}
