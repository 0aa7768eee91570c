/**
 * A customer writes on a ticket that exists. What they may do depends on their standing: a participant goes on with the
 * matter, a colleague of the same account joins it, a stranger's words are shown to agents as unverified and change
 * nothing (mail.md, "Whose mail is it").
 */
import { askRequester, fileAsSpam, withWaiting } from "./admit.ts";
import { changeStatus, startNextResponse } from "./clocks.ts";
import type { Desk } from "./desk.ts";
import type { Context, Decision, Input, Story } from "./input.ts";
import { tell } from "./input.ts";
import { decideNewMatter, joinCopied } from "./intake.ts";
import { calmly, mayReopen } from "./lately.ts";
import { readAgreement } from "./question/agreement.ts";
import { decidePermissionReply } from "./question/permission.ts";
import { agree, disagree, openQuestion, saidFirst, sayFirst, tellListeners, withdraw } from "./question/question.ts";
import type { Question, Ticket } from "./ticket.ts";

type Reply = Extract<Input, { kind: "reply" }>;

/** A closed ticket is reopened by a reply for so long; later the reply opens a linked one (lifecycle.md). */
export const reopenWithinMs = 30 * 24 * 3600 * 1000;

export function decideReply(ticket: Ticket, input: Reply, context: Context): Decision {
  if (ticket.closedHow === "spam") return fileAsSpam(ticket, input);
  if (input.standing === "stranger") return fileUnverified(ticket, input, context);
  const permission = decidePermissionReply(ticket, input, context);
  if (permission !== null) return permission;
  const { mail, sender } = input;
  if (ticket.status === "closed" && mail.receivedAt - (ticket.closedAt ?? 0) > reopenWithinMs) {
    return decideNewMatter({ ...input, kind: "newMatter", mentions: ticket.id }, context);
  }
  const story = tell(ticket, mail.receivedAt);
  story.add({ type: "received", from: sender, isUnverified: false }, sender.address);
  if (input.standing === "sameAccount") story.add({ type: "joined", person: sender }, sender.address, "sameAccount");
  joinCopied(input.copied, sender, story.ticket, story.add);
  const verdict = verdictOf(ticket, input, context);
  const reopened = follow(story, verdict, input, context);
  const letters = tellListeners(story.ticket, mail, sender, { unverified: false, reopened, verdict }, context);
  const dispatches = withWaiting(calmly(story, sender.address, letters, context), story.events);
  return {
    disposition: "reply",
    reason: input.standing === "sameAccount" ? "colleagueJoined" : (verdict ?? "participantReplied"),
    ticket: story.ticket,
    events: story.events,
    message: { direction: "in", author: sender, visible: mail.visible, isUnverified: false },
    dispatches,
  };
}

type Verdict = "agreed" | "disagreed" | "thanks" | "saysSolved";

/**
 * What a reply says about the solution; null for an ordinary reply. Only a participant whose mail is proven, or came to the
 * address made for them, can agree; anyone else's yes is an ordinary reply.
 */
function verdictOf(ticket: Ticket, { mail, sender, standing, hasOwnToken }: Reply, { desk }: Context): Verdict | null {
  const isGood = standing === "participant" && (mail.trust.isProven || hasOwnToken === true);
  if (!isGood || mail.isAllQuoted || mail.attachments.some(({ inline }) => !inline)) return null;
  const names = [sender, ticket.requester, ...ticket.participants].map(({ name }) => name);
  const said = readAgreement(mail.visible, names, sender.name);
  const question = openQuestion(ticket);
  const isProposed = ticket.status === "solved" && question !== null;
  const isAsked = isProposed && hasLeft(question, mail.receivedAt, desk);
  switch (said) {
    case "solved":
    case "yes":
      // "It works now" says so by itself, whether or not the question has come.
      if (isAsked || (isProposed && said === "solved")) return "agreed";
      if (ticket.status === "closed") return "thanks";
      return said === "solved" && !saidFirst(ticket) ? "saysSolved" : null;
    case "no":
      return isAsked ? "disagreed" : null;
    case "thanks":
      return ticket.status === "solved" || ticket.status === "closed" ? "thanks" : null;
    case "unclear":
      return null;
    default:
      return said satisfies never;
  }
}

/** While the question is held nobody can have read it: a "yes" then answers something else. Mail servers give whole seconds. */
function hasLeft({ askedAt }: Question, at: number, { answers }: Desk): boolean {
  return answers.holdSeconds === 0 || at + 1000 > askedAt + answers.holdSeconds * 1000;
}

/** What follows for the ticket; true where a solved or closed one is open again. */
function follow(story: Story, verdict: Verdict | null, { mail, sender }: Reply, context: Context): boolean {
  const at = mail.receivedAt;
  const actor = sender.address;
  const { status } = story.ticket;
  const question = openQuestion(story.ticket);
  if (verdict === "thanks") return false;
  if (verdict === "agreed" && question) {
    agree(story, { question, actor, at }, context);
    return false;
  }
  if (verdict === "disagreed" && question) {
    disagree(story, { question, actor, at }, context);
    return true;
  }
  const reopened = status === "solved" || status === "closed";
  if (reopened && !mayReopen(story, context)) return false;
  withdraw(story, actor, "customerReplied");
  // Back to open: the resolution goes on from what was consumed.
  if (reopened || status === "pending") changeStatus(story, "open", { at, actor, reason: "customerReplied" }, context);
  startNextResponse(story, context, at);
  if (verdict === "saysSolved") sayFirst(story, actor, at);
  return reopened;
}

/** A stranger holds a valid token: shown to agents, with no history, no answer and no effect on the ticket. */
function fileUnverified(ticket: Ticket, input: Reply, context: Context): Decision {
  const { mail, sender } = input;
  const story = tell(ticket, mail.receivedAt);
  story.add({ type: "received", from: sender, isUnverified: true }, sender.address, "strangerWithToken");
  const how = { unverified: true, reopened: false, verdict: null };
  const dispatches = calmly(story, sender.address, tellListeners(ticket, mail, sender, how, context), context);
  return {
    disposition: "reply",
    reason: "strangerWithToken",
    ticket: story.ticket,
    events: story.events,
    message: { direction: "in", author: sender, visible: mail.visible, isUnverified: true },
    dispatches: [...withWaiting(dispatches, story.events), ...askRequester(ticket, sender, context)],
  };
}
