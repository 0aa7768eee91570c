/**
 * The one place where support policy is decided: `decide(ticket | null, input, context)` is pure and answers what
 * happened, which letters go out and why. Mails, clicks and commands all come through here; each input has its
 * function in the file of its notion.
 */

import { decideAdmitted } from "./admit.ts";
import { decideAgentMail, decideHeldForward } from "./answer.ts";
import { decideAutoReply, decideUndelivered } from "./automatic.ts";
import { decideChange } from "./change.ts";
import { decideAgentAsks, decideCancelled } from "./command/act.ts";
import { decideGuideSaid } from "./guide/guide.ts";
import type { Context, Decision, Input } from "./input.ts";
import { decideNewMatter } from "./intake.ts";
import { nextLookAt } from "./look.ts";
import { decideOnBehalf } from "./onBehalf.ts";
import { decidePermissionDue, decidePermissionPressed, isPermission } from "./question/permission.ts";
import { decideAskAgain, decideQuestionAnswered } from "./question/question.ts";
import { decideSaysSolved } from "./question/saysSolved.ts";
import { decideRating } from "./rating.ts";
import { decideClockLook } from "./remind.ts";
import { decideReply } from "./reply.ts";
import type { Ticket } from "./ticket.ts";

export function decide(ticket: Ticket | null, input: Input, context: Context): Decision {
  const decision = judge(ticket, input, context);
  if (decision.ticket === null || decision.nextLookAt !== undefined) return decision;
  return { ...decision, nextLookAt: nextLookAt(ticket, decision.ticket, context) };
}

function judge(ticket: Ticket | null, input: Input, context: Context): Decision {
  switch (input.kind) {
    case "newMatter":
      return decideNewMatter(input, context);
    case "reply":
      return decideReply(known(ticket), input, context);
    case "agentMail":
      return decideAgentMail(known(ticket), input, context);
    case "onBehalf":
      return decideOnBehalf(ticket, input, context);
    case "heldForward":
      return decideHeldForward(ticket, input, context);
    case "agentAsks":
      return decideAgentAsks(input, context);
    case "admitted":
      return decideAdmitted(known(ticket), input, context);
    case "cancelled":
      return decideCancelled(known(ticket), input, context);
    case "questionAnswered":
      return isAboutPermission(known(ticket), input.ordinal)
        ? decidePermissionPressed(known(ticket), input, context)
        : decideQuestionAnswered(known(ticket), input, context);
    case "guideSaid":
      return decideGuideSaid(known(ticket), input, context);
    case "saysSolved":
      return decideSaysSolved(known(ticket), input, context);
    case "askAgain":
      return decidePermissionDue(known(ticket), context) ?? decideAskAgain(known(ticket), context);
    case "autoReply":
      return decideAutoReply(ticket, input, context);
    case "undelivered":
      return decideUndelivered(known(ticket), input, context);
    case "change":
      return decideChange(known(ticket), input, context);
    case "rating":
      return decideRating(known(ticket), input, context);
    case "clockLook":
      return decideClockLook(known(ticket), input, context);
    default:
      return input satisfies never;
  }
}

function isAboutPermission(ticket: Ticket, ordinal: number): boolean {
  return ticket.questions.some((question) => question.ordinal === ordinal && isPermission(question));
}

/** Only a new matter comes without a ticket; anything else is a bug of the caller. */
function known(ticket: Ticket | null): Ticket {
  if (!ticket) throw new Error("this input is about a ticket, and none was given");
  return ticket;
}
