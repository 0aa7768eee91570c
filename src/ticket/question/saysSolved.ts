/**
 * The button of the ticket page: a participant says that it is solved, asked or unasked. Asked, it is their yes to the open
 * question; unasked, it is said first, as by a reply, and an agent's `#solve` closes (lifecycle.md, "Mutual agreement").
 */
import { changeStatus, startNextResponse } from "../clocks.ts";
import type { Context, Decision, Input } from "../input.ts";
import { tell } from "../input.ts";
import type { Question, Ticket } from "../ticket.ts";
import { decideQuestionAnswered, saidFirst, sayFirst, tellListeners } from "./question.ts";

/** What the ticket page offers: a yes or no to an open question, a button to say it first, or nothing to say any more. */
export type SolvedOffer = { kind: "asked"; question: Question } | { kind: "mayBeSaid" } | { kind: "said" | "closed" };

export function solvedOffer(ticket: Ticket): SolvedOffer {
  if (ticket.status === "closed") return { kind: "closed" };
  const question = ticket.questions.findLast(({ kind, state }) => kind === "resolution" && state === "asked");
  if (question && ticket.status === "solved") return { kind: "asked", question };
  return saidFirst(ticket) ? { kind: "said" } : { kind: "mayBeSaid" };
}

export function decideSaysSolved(
  ticket: Ticket,
  { person, about = "" }: Extract<Input, { kind: "saysSolved" }>,
  context: Context,
): Decision {
  const offer = solvedOffer(ticket);
  const at = context.now;
  const actor = person.address;
  if (offer.kind === "asked") {
    const { ordinal } = offer.question;
    return decideQuestionAnswered(
      ticket,
      { kind: "questionAnswered", person, ordinal, answer: "yes", words: "" },
      context,
    );
  }
  const story = tell(ticket, at);
  if (offer.kind === "mayBeSaid") {
    // Whoever waits for the customer waits no more; what is left is the agent's `#solve`, within the usual time.
    if (ticket.status === "pending") changeStatus(story, "open", { at, actor, reason: "customerReplied" }, context);
    startNextResponse(story, context, at);
    sayFirst(story, actor, at);
  }
  const facts = { visible: about, text: about, attachments: [], trust: { isProven: true, words: "" } };
  const how = { verdict: "saysSolved", reopened: false, unverified: false } as const;
  return {
    disposition: "reply",
    reason: offer.kind === "mayBeSaid" ? "saysSolved" : "nothingOpen",
    ticket: story.ticket,
    events: story.events,
    message: null,
    dispatches: offer.kind === "mayBeSaid" ? tellListeners(story.ticket, facts, person, how, context) : [],
  };
}
