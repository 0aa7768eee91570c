/**
 * `#merge 1041`: this ticket's matter goes on in that one. It is closed as a duplicate, its people go over where both are of
 * one account, and everything that leads to it leads there from now on. `#undo` makes it a ticket of its own again.
 */
import { forAgents, listeners, travellingAttachments } from "../agentLetter.ts";
import { stopResponseClocks } from "../clocks.ts";
import type { Agent, Asked, Context, Decision, Dispatch, MailFacts, Story, Undoable } from "../input.ts";
import { tell } from "../input.ts";
import { timezoneOf } from "../promise.ts";
import { isParticipant, type Person, type TextFate, type Ticket } from "../ticket.ts";
import type { Command } from "./command.ts";
import { beside, closeAs } from "./relate.ts";
import type { OtherTicket } from "./related.ts";
import { relationWords } from "./relationWords.ts";
import { emptyTranscript, transcriptFor } from "./transcript.ts";
import { changesBetween } from "./undo.ts";

export type Acting = { mail: MailFacts; agent: Agent; asked?: Asked };
export type Said = { commands: Command[]; rest: string; text: TextFate };

/** Null where the mail does not merge. */
export function merge(ticket: Ticket, { mail, agent, asked }: Acting, said: Said, context: Context): Decision | null {
  const other = asked?.other;
  if (!said.commands.some(({ kind }) => kind === "merge") || !other || other === "missing") return null;
  const { text, rest } = said;
  const by = { agent: agent.address, at: mail.receivedAt };
  const heldMs = context.desk.answers.holdSeconds * 1000;
  const story = tell(ticket, by.at);
  if (text === "answer") {
    story.add({ type: "answered", agent: by.agent }, by.agent);
    stopResponseClocks(story, context, by.at);
  }
  if (text === "note") story.add({ type: "noted", agent: by.agent }, by.agent);
  closeAs(story, "duplicate", by, context);
  story.add({ type: "mergedInto", ticketId: other.ticket.id }, by.agent, "command");
  const taken = takeOver(ticket, other, by);
  const { before, after } = changesBetween(ticket, story.ticket);
  const lines = said.commands.map(({ line }) => line);
  const acted = { rawMailId: mail.rawMailId, lines, text, before, after: { ...after, brought: taken.people } };
  story.add({ type: "acted", ...acted }, by.agent);
  // Nobody writes to whoever sent us spam.
  const isTold = ticket.closedHow !== "spam";
  const people = [ticket.requester, ...ticket.participants];
  const transcript = {
    ...emptyTranscript,
    understood: lines,
    done: doneBy(ticket, other, taken, isTold ? people : [], context),
    canUndo: true,
    heldMs: isTold ? heldMs : 0,
  };
  return {
    disposition: text === "none" ? "command" : text,
    reason: text === "answer" ? "agentAnswered" : text === "note" ? "agentNoted" : "commandsDone",
    ticket: story.ticket,
    events: story.events,
    message:
      text === "none"
        ? null
        : { direction: text === "note" ? "note" : "out", author: agent, visible: rest, isUnverified: false },
    dispatches: [
      ...(isTold ? lettersTo(ticket, taken.ticket, { mail, agent, text, rest, heldMs }, context) : []),
      transcriptFor(agent, story.ticket, mail.subject, transcript, context),
    ],
    also: [{ decision: noticed(ticket, other, taken.story, { agent, asked }), mail: null }],
  };
}

type Taken = { story: Story; ticket: Ticket; people: string[]; outside: string[] };

/** What happens to the ticket that takes over. Only people of its own account go over; others wait for an agent's word. */
function takeOver(ticket: Ticket, { ticket: into }: OtherTicket, by: { agent: string; at: number }): Taken {
  const story = tell(into, by.at);
  const isOneAccount = ticket.account !== null && ticket.account.id === into.account?.id;
  const people: string[] = [];
  const outside: string[] = [];
  for (const person of [ticket.requester, ...ticket.participants]) {
    if (isParticipant(into, person.address)) continue;
    (isOneAccount ? people : outside).push(person.address);
    story.add({ type: isOneAccount ? "joined" : "copied", person }, by.agent, "merged");
  }
  story.add({ type: "tookOver", ticketId: ticket.id, people, outside }, by.agent, "command");
  return { story, ticket: story.ticket, people, outside };
}

function doneBy(ticket: Ticket, other: OtherTicket, taken: Taken, told: Person[], { desk }: Context): string[] {
  const into = String(other.ticket.id);
  const list = (addresses: string[]) => ({ into, people: addresses.join(", ") });
  const { language } = desk;
  const addresses = told.map(({ address }) => address);
  return [
    relationWords("merged", { number: String(ticket.id), into }, language),
    ...(taken.people.length > 0 ? [relationWords("brought", list(taken.people), language)] : []),
    ...(taken.outside.length > 0 ? [relationWords("outside", list(taken.outside), language)] : []),
    ...(told.length > 0 ? [relationWords("mergeTold", list(addresses), language)] : []),
  ];
}

/** Everyone of the merged ticket is told, with the agent's words; the other's number only where they take part in it. */
function lettersTo(
  ticket: Ticket,
  into: Ticket,
  said: { mail: MailFacts; agent: Agent; text: TextFate; rest: string; heldMs: number },
  context: Context,
): Dispatch[] {
  const { mail, agent, text, rest, heldMs } = said;
  return [ticket.requester, ...ticket.participants].map(({ name, address }) => ({
    letter: {
      name: "merged",
      to: { name, address },
      language: ticket.language,
      data: {
        ticketId: ticket.id,
        subject: ticket.subject,
        timezone: timezoneOf(ticket, context),
        agentName: agent.name,
        into: isParticipant(into, address) ? into.id : null,
        text: text === "answer" ? rest : "",
      },
    },
    to: "customer",
    holdMs: heldMs,
    attachments: text === "answer" ? travellingAttachments(mail) : [],
  }));
}

/** Who has the other ticket hears what it took over, with the last words that were written there. */
function noticed(
  ticket: Ticket,
  other: OtherTicket,
  story: Story,
  { agent, asked }: Pick<Acting, "agent" | "asked">,
): Decision {
  const words = asked?.lastWords?.text ?? "";
  const facts = { visible: words, text: words, attachments: [], trust: { isProven: true, words: "" } };
  const author = asked?.lastWords?.author ?? ticket.requester;
  const data = {
    ...forAgents(story.ticket, facts, other.context, false),
    merged: ticket.id,
    mergedSubject: ticket.subject,
    by: agent.name,
    author: { name: author.name, address: author.address },
  };
  const dispatches: Dispatch[] = listeners(story.ticket, other.context)
    .filter(({ address }) => address !== agent.address)
    .map((to) => ({
      letter: { name: "tookOver", to, language: other.context.desk.language, data },
      to: "agent",
      holdMs: 0,
      attachments: [],
    }));
  return beside(story, other, { dispatches });
}

/** A merge is taken back: the ticket that took over gives up whom the merge brought. */
export function giveBack(
  ticketId: number,
  { after }: Undoable,
  other: OtherTicket,
  by: { agent: string; at: number },
): Decision {
  const story = tell(other.ticket, by.at);
  for (const address of after.brought ?? []) {
    const person = story.ticket.participants.find((each) => each.address === address);
    if (person) story.add({ type: "left", person }, by.agent, "undone");
  }
  story.add({ type: "gaveBack", ticketId }, by.agent, "undone");
  return beside(story, other);
}
