/**
 * An agent passes a customer's mail on to the desk: it is filed as its first author's, whom nothing proves, with the agent's
 * arrival as its time; what the agent wrote above is a note, whose leading commands act (lifecycle.md, "Agents work from
 * their mail client").
 */
import { actOn, refuseUnopened } from "./command/act.ts";
import { readCommands } from "./command/command.ts";
import { emptyTranscript, transcriptFor } from "./command/transcript.ts";
import { doneWords } from "./command/transcriptWords.ts";
import type { Context, Decision, Dispatch, Input, MailFacts } from "./input.ts";
import { decideNewMatter } from "./intake.ts";
import { nextLookAt } from "./look.ts";
import { decideReply } from "./reply.ts";
import type { Ticket, TicketEvent } from "./ticket.ts";

type OnBehalf = Extract<Input, { kind: "onBehalf" }>;

export function decideOnBehalf(ticket: Ticket | null, input: OnBehalf, context: Context): Decision {
  const { agent, note, mail } = input;
  const { refused } = readCommands(note, { desk: context.desk, agent: agent.address });
  if (refused) return refuseUnopened(agent, mail.subject, refused, context);
  const filed = fileAuthors(ticket, input, context);
  const after = filed.ticket;
  if (after === null) throw new Error("a mail that was passed on is filed on no ticket");
  const noted = noteOf(after, input, context);
  if (noted?.reason === "commandRefused") {
    // Nothing of the mail is done: the ticket that it would have opened is not there to speak of.
    const refusal = noted.dispatches.flatMap(({ letter }) =>
      letter.name === "transcript" ? [letter.data.refused] : [],
    )[0];
    const why = { line: refusal?.line ?? "", suggestion: refusal?.suggestion ?? null, told: refusal?.why ?? "" };
    return { ...noted, ticket, dispatches: [transcriptOf(ticket, input, { refused: why, done: [] }, noted, context)] };
  }
  const passed: TicketEvent = {
    type: "passedOn",
    agent: agent.address,
    writtenAt: input.writtenAt,
    at: mail.receivedAt,
    actor: agent.address,
    reason: input.of === null ? "knownAlready" : null,
  };
  const final = noted?.ticket ?? after;
  const look = nextLookAt(ticket, final, context);
  const letters = (noted?.dispatches ?? []).filter(({ letter }) => letter.name !== "transcript");
  return {
    ...filed,
    ticket: final,
    events: [...filed.events, passed, ...(noted?.events ?? [])],
    dispatches: [
      ...filed.dispatches.filter(({ letter }) => letter.name !== "transcript"),
      ...letters,
      transcriptOf(final, input, { refused: null, done: [doneWord(final, input, context)] }, noted, context),
    ],
    nextLookAt: look,
    ...(noted?.message ? { also: [besideNote(final, noted, input, look)] } : {}),
  };
}

/** The author's mail as a new ticket or on theirs; nothing where it is on its ticket already. */
function fileAuthors(ticket: Ticket | null, { of }: OnBehalf, context: Context): Decision {
  if (of?.kind === "newMatter") return decideNewMatter(of, context);
  if (ticket === null) throw new Error("a mail that was passed on opens no ticket and belongs to none");
  if (of?.kind === "reply") return decideReply(ticket, of, context);
  return { disposition: "note", reason: "agentNoted", ticket, events: [], message: null, dispatches: [] };
}

/** What the agent wrote above is theirs alone: a note, and commands. */
function noteOf(ticket: Ticket, { agent, note, mail, asked, of }: OnBehalf, context: Context): Decision | null {
  if (note === "" || /^#note$/i.test(note)) return null;
  const words = { ...mail, text: note, visible: note, attachments: [], isAllQuoted: false };
  const lastWords = of === null ? asked.lastWords : { author: of.sender, at: mail.receivedAt, text: of.mail.visible };
  return actOn(
    ticket,
    { kind: "agentMail", mail: words, agent, purpose: "note", standing: "trusted", asked: { ...asked, lastWords } },
    context,
  );
}

/** The note is a message of its own; the mail itself is the customer's. */
function besideNote(ticket: Ticket, { message }: Decision, { mail, note }: OnBehalf, look: number | null) {
  const facts: MailFacts = { ...mail, rawMailId: 0, text: note, visible: note, attachments: [] };
  const decision: Decision = {
    disposition: "note",
    reason: "agentNoted",
    ticket,
    events: [],
    message,
    dispatches: [],
    nextLookAt: look,
  };
  return { decision, mail: facts };
}

function doneWord(ticket: Ticket, { of }: OnBehalf, { desk }: Context): string {
  const number = `#${ticket.id}`;
  if (of === null) return doneWords("passedOnKnown", { number }, desk.language);
  const who = of.sender.name === "" ? of.sender.address : `${of.sender.name} <${of.sender.address}>`;
  const key = of.kind === "reply" ? "passedOnReply" : of.isUnnamed ? "passedOnUnnamed" : "passedOnNew";
  return doneWords(key, { number, who }, desk.language);
}

type Told = { refused: { line: string; suggestion: string | null; told: string } | null; done: string[] };

/** The agent always hears what became of the mail, with what its commands did. */
function transcriptOf(
  ticket: Ticket | null,
  { agent, mail }: OnBehalf,
  { refused, done }: Told,
  noted: Decision | null,
  context: Context,
): Dispatch {
  const made = noted?.dispatches.find(({ letter }) => letter.name === "transcript");
  const plain = transcriptFor(agent, ticket, mail.subject, { ...emptyTranscript, done }, context);
  if (made?.letter.name !== "transcript" || plain.letter.name !== "transcript") return plain;
  const { data } = plain.letter;
  const told = { ...made.letter.data, ticketId: data.ticketId, subject: data.subject };
  const why = refused && { line: refused.line, why: refused.told, suggestion: refused.suggestion };
  return { ...made, letter: { ...made.letter, data: { ...told, refused: why, done: [...done, ...told.done] } } };
}
