/**
 * A customer writes on a ticket that exists. What they may do depends on their standing: a participant goes on with the
 * matter, a colleague of the same account joins it, a stranger's words are shown to agents as unverified and change
 * nothing (mail.md, "Whose mail is it").
 */
import { forAgents, listeners, travellingAttachments } from "./agentLetter.ts";
import { changeStatus, matterOf } from "./clocks.ts";
import type { Context, Decision, Dispatch, Input, Story } from "./input.ts";
import { tell } from "./input.ts";
import { decideNewMatter, joinCopied } from "./intake.ts";
import { startClock } from "./sla/clock.ts";
import { targetsFor } from "./sla/policy.ts";
import type { Ticket } from "./ticket.ts";

type Reply = Extract<Input, { kind: "reply" }>;

/** A closed ticket is reopened by a reply for so long; later the reply opens a linked one (lifecycle.md). */
export const reopenWithinMs = 30 * 24 * 3600 * 1000;

export function decideReply(ticket: Ticket, input: Reply, context: Context): Decision {
  if (input.standing === "stranger") return fileUnverified(ticket, input, context);
  if (ticket.status === "closed" && input.mail.receivedAt - (ticket.closedAt ?? 0) > reopenWithinMs) {
    return decideNewMatter({ ...input, kind: "newMatter", mentions: ticket.id }, context);
  }
  const { mail, sender } = input;
  const story = tell(ticket, mail.receivedAt);
  story.add({ type: "received", from: sender, isUnverified: false }, sender.address);
  if (input.standing === "sameAccount") story.add({ type: "joined", person: sender }, sender.address, "sameAccount");
  joinCopied(input.copied, sender, story.ticket, story.add);
  const reopened = ticket.status === "solved" || ticket.status === "closed";
  if (reopened || ticket.status === "pending") {
    // Back to open: the resolution goes on from what was consumed.
    const how = { at: mail.receivedAt, actor: sender.address, reason: "customerReplied" };
    changeStatus(story, "open", how, context);
  }
  startNextResponse(story, context, mail.receivedAt);
  return {
    disposition: "reply",
    reason: input.standing === "sameAccount" ? "colleagueJoined" : "participantReplied",
    ticket: story.ticket,
    events: story.events,
    message: { direction: "in", author: sender, visible: mail.visible, isUnverified: false },
    dispatches: noticesOfReply(story.ticket, input, context, { unverified: false, reopened }),
  };
}

/** The first unanswered message after an agent's answer starts a new promise; a running one goes on (sla.md). */
function startNextResponse(story: Story, context: Context, at: number): void {
  const { ticket } = story;
  const waits = ticket.clocks.some(
    (clock) => clock.metric !== "resolution" && (clock.state === "running" || clock.state === "paused"),
  );
  const wasAnswered = ticket.status !== "new";
  const target = targetsFor(context.desk, matterOf(ticket)).nextResponse;
  if (waits || !wasAnswered || !target) return;
  const ordinal = ticket.clocks.filter((clock) => clock.metric === "nextResponse").length + 1;
  const clock = startClock(context.calendar, "nextResponse", ordinal, target, at, "customerReplied");
  story.add({ type: "clockStarted", clock }, "intray", "customerReplied");
}

/** A stranger holds a valid token: shown to agents, with no history, no answer and no effect on the ticket. */
function fileUnverified(ticket: Ticket, input: Reply, context: Context): Decision {
  const { mail, sender } = input;
  const story = tell(ticket, mail.receivedAt);
  story.add({ type: "received", from: sender, isUnverified: true }, sender.address, "strangerWithToken");
  return {
    disposition: "reply",
    reason: "strangerWithToken",
    ticket: story.ticket,
    events: story.events,
    message: { direction: "in", author: sender, visible: mail.visible, isUnverified: true },
    dispatches: noticesOfReply(story.ticket, input, context, { unverified: true, reopened: false }),
  };
}

function noticesOfReply(
  ticket: Ticket,
  { mail, sender }: Reply,
  context: Context,
  how: { unverified: boolean; reopened: boolean },
): Dispatch[] {
  const about = forAgents(ticket, mail, context, how.unverified);
  return listeners(ticket, context).map((to) => ({
    letter: {
      name: "customerReply",
      to,
      language: context.desk.language,
      data: {
        ...about,
        author: { name: sender.name, address: sender.address },
        reopened: how.reopened,
      },
    },
    to: "agent",
    holdMs: 0,
    attachments: travellingAttachments(mail),
  }));
}
