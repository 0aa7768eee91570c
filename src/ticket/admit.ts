/**
 * Who is not of the account and would take part: a stranger who wrote to an address of the ticket's, or somebody in Cc. Agents
 * are asked, and until one approves nothing reaches them and their words change nothing (mail.md, "Whose mail is it").
 */
import { changeStatus, startNextResponse } from "./clocks.ts";
import type { Context, Decision, Dispatch, Input, Story } from "./input.ts";
import { tell } from "./input.ts";
import type { Waiting } from "./letter.ts";
import { withdraw } from "./question.ts";
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

/** An agent pressed one of the two buttons. What was refused can be approved later, not the other way round. */
export function decideAdmitted(ticket: Ticket, { by, person, words, choice }: Admitting, context: Context): Decision {
  const story = tell(ticket, context.now);
  const messageId = words?.messageId ?? null;
  if (choice === "refuse") {
    story.add({ type: "refused", person, messageId }, by.address, "page");
    return decided(story, "refused");
  }
  if (!isParticipant(ticket, person.address)) story.add({ type: "joined", person }, by.address, "agentApproved");
  story.add({ type: "approved", person, messageId }, by.address, "page");
  if (words === null) return decided(story, "approved");
  story.add({ type: "received", from: person, isUnverified: false }, person.address, "approved");
  goOn(story, person.address, words.receivedAt, context);
  return { ...decided(story, "approved"), verifies: words.messageId };
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
