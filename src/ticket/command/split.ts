/**
 * `#split`: one mail of a ticket goes into a ticket of its own, with its files and with clocks that count from when it came.
 * `#undo` brings it back, while nobody has worked on it there.
 */

import { turnClock } from "../clocks.ts";
import type { Context, Decision, Story, Undoable } from "../input.ts";
import { tell } from "../input.ts";
import { newTicket, noticesToTeam, startFirstClocks } from "../intake.ts";
import { nextLookAt } from "../look.ts";
import { promisesOf } from "../promise.ts";
import { readTags } from "../severity.ts";
import { cancelClock } from "../sla/clock.ts";
import type { Ticket } from "../ticket.ts";
import type { Acting, Said } from "./merge.ts";
import { beside, closeAs } from "./relate.ts";
import type { OtherTicket, Splitting } from "./related.ts";
import { relationWords } from "./relationWords.ts";
import { emptyTranscript, transcriptFor } from "./transcript.ts";
import { changesBetween } from "./undo.ts";

/** Null where the mail does not split. */
export function split(ticket: Ticket, { mail, agent, asked }: Acting, said: Said, context: Context): Decision | null {
  const splitting = asked?.split;
  if (!said.commands.some(({ kind }) => kind === "split") || !splitting) return null;
  const by = agent.address;
  const at = mail.receivedAt;
  const heldMs = context.desk.answers.holdSeconds * 1000;
  const opened = openedBy(ticket, splitting, { agent: by, at, heldMs });
  const story = tell(ticket, at);
  const { messageId, wasUnverified } = splitting;
  if (said.text === "note") story.add({ type: "noted", agent: by }, by);
  story.add({ type: "splitOff", ticketId: opened.ticket.id, messageId }, by, "command");
  endItsClock(story, splitting, at);
  const { before, after } = changesBetween(ticket, story.ticket);
  const lines = said.commands.map(({ line }) => line);
  const splitOff = { ticketId: opened.ticket.id, messageId, wasUnverified };
  const acted = { rawMailId: mail.rawMailId, lines, text: said.text, before, after: { ...after, splitOff } };
  story.add({ type: "acted", ...acted }, by);
  const values = {
    person: splitting.author.name || splitting.author.address,
    number: String(opened.ticket.id),
    severity: opened.ticket.severity,
  };
  const transcript = {
    ...emptyTranscript,
    understood: lines,
    done: [relationWords("split", values, context.desk.language)],
    canUndo: true,
    heldMs,
  };
  const isNote = said.text === "note";
  return {
    disposition: isNote ? "note" : "command",
    reason: isNote ? "agentNoted" : "commandsDone",
    ticket: story.ticket,
    events: story.events,
    message: isNote ? { direction: "note", author: agent, visible: said.rest, isUnverified: false } : null,
    dispatches: [transcriptFor(agent, story.ticket, mail.subject, transcript, context)],
    also: [{ decision: opened, mail: splitting.mail }],
    moves: { messageId, to: opened.ticket.id, from: ticket.id, isUnverified: false },
  };
}

/** The new ticket. The customer called the matter so severe, and nobody has said anything else of this part of it. */
function openedBy(
  from: Ticket,
  { mail, author, context, messageId }: Splitting,
  by: { agent: string; at: number; heldMs: number },
): Decision & { ticket: Ticket } {
  const read = { subject: mail.subject, body: mail.visible, isReply: true, quotedSubjects: [from.subject] };
  const tags = readTags(context.desk, read);
  const severity = tags.askedSeverity ?? from.severity;
  const made = newTicket({ mail, sender: author }, context, { ...tags, severity, requestType: from.requestType });
  const language = from.requester.address === author.address ? from.language : made.language;
  const opened: Ticket = { ...made, subject: bareSubject(mail.subject), team: from.team, language };
  const story = tell(opened, mail.receivedAt);
  story.add({ type: "opened", ticket: opened }, author.address, "split");
  story.add({ type: "splitFrom", ticketId: from.id, messageId }, by.agent, "command");
  startFirstClocks(story, context, mail.receivedAt);
  const { ticket } = story;
  const { name, address } = author;
  const promises = promisesOf(ticket, context, ticket.language);
  return {
    disposition: "ticket",
    reason: "newMatter",
    ticket,
    events: story.events,
    message: null,
    nextLookAt: nextLookAt(null, ticket, context),
    dispatches: [
      {
        letter: {
          name: "split",
          to: { name, address },
          language: ticket.language,
          data: {
            ticketId: ticket.id,
            subject: ticket.subject,
            from: from.id,
            writtenAt: mail.receivedAt,
            ...promises,
          },
        },
        to: "customer",
        holdMs: by.heldMs,
        attachments: [],
      },
      ...noticesToTeam(mail, context, ticket).filter(({ letter }) => letter.to.address !== by.agent),
    ],
  };
}

/** The subject as its writer meant it: without the marks of replies and of the ticket it came from. */
function bareSubject(subject: string): string {
  const unmarked = subject.slice(0, 2_000).replace(/\[#\d{1,12}\]/g, "");
  return unmarked.replace(/^\s{0,9}(?:(?:re|aw|odp|sv|fwd?|pd)\s{0,3}:\s{0,9}){1,20}/i, "").trim() || subject;
}

/** A promise to answer that this very mail began is the new ticket's, where nothing came after it. */
function endItsClock(story: Story, { mail, isLast }: Splitting, at: number): void {
  const clock = story.ticket.clocks.find(
    (each) => each.metric === "nextResponse" && each.state === "running" && each.startedAt === mail.receivedAt,
  );
  if (clock && isLast) turnClock(story, "clockCancelled", cancelClock(clock, at, "splitOff"), "splitOff");
}

/** Is the ticket that a split opened still as it was opened? */
export function isUntouched({ ticket, messageCount }: OtherTicket): boolean {
  return ticket.status === "new" && ticket.assignee === null && ticket.mergedInto === null && messageCount === 1;
}

/** A split is taken back: its ticket is closed, and whatever leads to it leads back. */
export function takeBackSplit(
  story: Story,
  { after }: Undoable,
  other: OtherTicket,
  by: { agent: string; at: number },
): { decision: Decision; moves: Pick<Decision, "moves"> } | null {
  const { splitOff } = after;
  if (!splitOff || !isUntouched(other)) return null;
  const { ticketId, messageId, wasUnverified } = splitOff;
  story.add({ type: "splitBack", ticketId, messageId }, by.agent, "undone");
  const closed = tell(other.ticket, by.at);
  closeAs(closed, "duplicate", by, other.context);
  closed.add({ type: "mergedInto", ticketId: story.ticket.id }, by.agent, "undone");
  const moves = { messageId, to: story.ticket.id, from: null, isUnverified: wasUnverified };
  return { decision: beside(closed, other), moves: { moves } };
}
