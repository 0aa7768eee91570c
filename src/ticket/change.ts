/**
 * A ticket is changed: by an agent (status, severity, request type), because its account has another plan, or because the
 * desk promises something else. Each is one input, and the clocks follow it in the same decision.
 */
import { changeStatus, rebaseClocks } from "./clocks.ts";
import type { Context, Decision, Input } from "./input.ts";
import { tell } from "./input.ts";
import type { Ticket } from "./ticket.ts";

export function decideChange(ticket: Ticket, input: Extract<Input, { kind: "change" }>, context: Context): Decision {
  const { at, actor, change } = input;
  const story = tell(ticket, at);
  switch (change.kind) {
    case "status":
      changeStatus(story, change.to, { at, actor, ...change }, context);
      break;
    case "severity":
      if (change.to === ticket.severity) break;
      story.add({ type: "severityChanged", from: ticket.severity, to: change.to }, actor);
      rebaseClocks(story, { at, reason: "severityChanged" }, context);
      break;
    case "requestType":
      if (change.to === ticket.requestType) break;
      story.add({ type: "requestTypeChanged", from: ticket.requestType, to: change.to }, actor);
      rebaseClocks(story, { at, reason: "requestTypeChanged" }, context);
      break;
    case "plan":
      if (change.to === ticket.plan) break;
      story.add({ type: "planChanged", from: ticket.plan, to: change.to }, actor);
      rebaseClocks(story, { at, reason: "planChanged" }, context);
      break;
    case "desk":
      rebaseClocks(story, { at, reason: "deskChanged", changedCalendars: change.changedCalendars }, context);
      // Where nothing concerns the ticket, its history has nothing to tell.
      if (story.events.length > 0) {
        story.add({ type: "deskChanged", from: ticket.deskVersionId, to: context.deskVersionId }, actor);
      }
      break;
    default:
      change satisfies never;
  }
  return {
    disposition: "clock",
    reason: "ticketChanged",
    ticket: story.ticket,
    events: story.events,
    message: null,
    dispatches: [],
  };
}
