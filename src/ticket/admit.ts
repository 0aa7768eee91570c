/**
 * Who is not of the account and would take part: a stranger who wrote to an address of the ticket's, or somebody in Cc. Agents
 * are asked, and until one approves nothing reaches them and their words change nothing (mail.md, "Whose mail is it").
 */
import { changeStatus, startNextResponse } from "./clocks.ts";
import type { Context, Decision, Dispatch, Input, Story } from "./input.ts";
import { tell } from "./input.ts";
import type { Waiting } from "./mayJoin.ts";
import { timezoneOf } from "./promise.ts";
import { tellListeners, withdraw } from "./question/question.ts";
import { isParticipant, type Person, type Ticket, type TicketEvent } from "./ticket.ts";

type Reply = Extract<Input, { kind: "reply" }>;
export type Admitting = Extract<Input, { kind: "admitted" }>;

/** The notices of a decision with the people who wait for an agent's word. */
export function withWaiting(dispatches: Dispatch[], events: readonly TicketEvent[]): Dispatch[] {
  const waiting = events.flatMap((event): Waiting[] => {
    if (event.type === "copied") return [waits(event.person, false)];
    return event.type === "received" && event.isUnverified ? [waits(event.from, true)] : [];
  });
  if (waiting.length === 0) return dispatches;
  return dispatches.map((dispatch) => {
    const { letter } = dispatch;
    if (letter.name === "newTicket") return { ...dispatch, letter: { ...letter, data: { ...letter.data, waiting } } };
    if (letter.name !== "customerReply") return dispatch;
    return { ...dispatch, letter: { ...letter, data: { ...letter.data, waiting } } };
  });
}

function waits({ name, address }: Person, hasWords: boolean): Waiting {
  return { name, address, hasWords, url: "" };
}

/**
 * The requester is asked about a stranger too: perhaps it was they who passed our mail on. Once an hour for each stranger;
 * the last gate before the outbox bounds all of them together.
 */
export function askRequester(ticket: Ticket, sender: Person, context: Context): Dispatch[] {
  const { address, name } = ticket.requester;
  const isTold = (context.lately?.received ?? 0) > 0;
  if (isTold || ticket.status === "closed" || address in context.desk.agents) return [];
  const about = { ticketId: ticket.id, subject: ticket.subject, timezone: timezoneOf(ticket, context) };
  return [
    {
      letter: {
        name: "mayJoin",
        to: { name, address },
        language: ticket.language,
        data: { ...about, stranger: sender.address, admitUrl: "" },
      },
      to: "customer",
      holdMs: 0,
      attachments: [],
    },
  ];
}

/**
 * An agent or a participant pressed one of the two buttons. What was refused can be approved later, not the other way round.
 * Agents hear of what a participant let in.
 */
export function decideAdmitted(ticket: Ticket, { by, person, words, choice }: Admitting, context: Context): Decision {
  const story = tell(ticket, context.now);
  const isAgent = by.address in context.desk.agents;
  const messageId = words?.messageId ?? null;
  if (choice === "refuse") {
    story.add({ type: "refused", person, messageId }, by.address, "page");
    return decided(story, "refused");
  }
  if (!isParticipant(ticket, person.address))
    story.add({ type: "joined", person }, by.address, isAgent ? "agentApproved" : "participantApproved");
  story.add({ type: "approved", person, messageId }, by.address, "page");
  if (words === null) return decided(story, "approved");
  story.add({ type: "received", from: person, isUnverified: false }, person.address, "approved");
  goOn(story, person.address, words.receivedAt, context);
  const notices = isAgent ? [] : tellApproved(story.ticket, person, words.visible ?? "", context);
  return { ...decided(story, "approved"), verifies: words.messageId, dispatches: notices };
}

function tellApproved(ticket: Ticket, person: Person, text: string, context: Context): Dispatch[] {
  const mail = { visible: text, text, attachments: [], trust: { isProven: false, words: "" } };
  const how = { reopened: false, unverified: false, verdict: null };
  return tellListeners(ticket, mail, person, how, context);
}

/** A closed ticket is reopened by what was written while a reply would have reopened it. */
const reopenWithinMs = 30 * 24 * 3600 * 1000;

/** The words count as a reply from now on; the promise to answer them is made now, because nobody owed it to a stranger. */
function goOn(story: Story, actor: string, receivedAt: number, context: Context): void {
  const { status, closedAt, closedHow } = story.ticket;
  const at = context.now;
  if (closedHow === "spam" || (status === "closed" && receivedAt - (closedAt ?? 0) > reopenWithinMs)) return;
  withdraw(story, actor, "customerReplied");
  const waits = status === "solved" || status === "closed" || status === "pending";
  if (waits) changeStatus(story, "open", { at, actor, reason: "customerReplied" }, context);
  startNextResponse(story, context, at);
}

function decided(story: Story, reason: "approved" | "refused"): Decision {
  return {
    disposition: "reply",
    reason: reason === "approved" ? "strangerApproved" : "strangerRefused",
    ticket: story.ticket,
    events: story.events,
    message: null,
    dispatches: [],
  };
}

/** What comes on a ticket that an agent called spam is kept with it, and nobody is troubled. */
export function fileAsSpam(ticket: Ticket, { mail, sender, standing }: Reply): Decision {
  const isUnverified = standing === "stranger";
  const story = tell(ticket, mail.receivedAt);
  story.add({ type: "received", from: sender, isUnverified }, sender.address, "filedAsSpam");
  return {
    disposition: "reply",
    reason: "filedAsSpam",
    ticket: story.ticket,
    events: story.events,
    message: { direction: "in", author: sender, visible: mail.visible, isUnverified },
    dispatches: [],
  };
}
