/**
 * What machines send us: auto-replies and bounces. They are filed on their ticket as events; none is answered, none
 * reopens a ticket, and only a bounced answer touches a clock (mail.md, "Understanding"; sla.md, "Clocks of a ticket").
 */
import { listeners } from "./agentLetter.ts";
import { awayByAutoReply } from "./awayUntil.ts";
import { turnClock } from "./clocks.ts";
import type { Context, Decision, Input } from "./input.ts";
import { tell } from "./input.ts";
import { promisesOf } from "./promise.ts";
import { reasonWords } from "./reasonWords.ts";
import { reopenClock } from "./sla/clock.ts";
import type { Ticket } from "./ticket.ts";

/** `ticket` null: an agent's machine replied to something that is about no ticket. */
export function decideAutoReply(
  ticket: Ticket | null,
  input: Extract<Input, { kind: "autoReply" }>,
  context: Context,
): Decision {
  // Whoever could forge it would send an agent's work to others.
  const isAgent = input.from in context.desk.agents && input.mail.trust.isProven;
  const away = isAgent ? awayByAutoReply(input.from, input.awayUntil, context) : null;
  const filed = { disposition: "autoReply", reason: "autoReplyFiled", message: null, dispatches: [] } as const;
  const withAway = away ? { away } : {};
  if (ticket === null) return { ...filed, dispatches: [], ticket: null, events: [], ...withAway };
  const story = tell(ticket, input.mail.receivedAt);
  story.add({ type: "autoReplied", from: input.from, awayUntil: input.awayUntil }, input.from, "autoReply");
  return { ...filed, dispatches: [], ticket: story.ticket, events: story.events, ...withAway };
}

/** A letter of ours did not arrive. Agents hear of it; an answer that bounced re-opens the clocks it had stopped. */
export function decideUndelivered(
  ticket: Ticket,
  { letter }: Extract<Input, { kind: "undelivered" }>,
  context: Context,
): Decision {
  const story = tell(ticket, context.now);
  story.add(
    { type: "undelivered", recipient: letter.recipient, letter: letter.letter, kind: letter.kind, cause: letter.cause },
    "intray",
    letter.kind,
  );
  if (letter.silences) story.add({ type: "silenced", address: letter.recipient }, "intray", letter.cause);
  const isLost = letter.kind !== "delayed";
  const wasAnswer =
    (letter.letter === "answer" || letter.letter === "solved") && letter.recipient === ticket.requester.address;
  if (isLost && wasAnswer) {
    const last = ticket.clocks.filter((clock) => clock.metric !== "resolution" && clock.stoppedAt !== null).at(-1);
    const isWaitedFor = ticket.clocks.some((clock) => clock.metric !== "resolution" && clock.state === "running");
    if (last && !isWaitedFor) {
      turnClock(
        story,
        "clockReopened",
        reopenClock(context.calendar, last, context.now, "answerBounced"),
        "answerBounced",
      );
    }
  }
  const isToAgent = letter.recipient in context.desk.agents;
  return {
    disposition: "bounce",
    reason: isLost ? "letterUndelivered" : "letterDelayed",
    ticket: story.ticket,
    events: story.events,
    message: null,
    dispatches:
      isLost && !isToAgent
        ? listeners(story.ticket, context).map((to) => ({
            letter: {
              name: "undelivered",
              to,
              language: context.desk.language,
              data: {
                ticketId: ticket.id,
                subject: ticket.subject,
                timezone: promisesOf(ticket, context, context.desk.language).timezone,
                recipient: letter.recipient,
                letter: letter.letter,
                why: reasonWords(letter.cause, context.desk.language),
                excerpt: letter.excerpt,
                silenced: letter.silences === true,
              },
            },
            to: "agent",
            holdMs: 0,
            attachments: [],
          }))
        : [],
  };
}
