/**
 * The question whether it is solved: asked by an agent's `#solve`, answered by a link or a reply, or said first by the
 * customer. A ticket is closed as solved only when both sides agree (lifecycle.md, "Mutual agreement").
 */
import { listeners, noticeData } from "../agentLetter.ts";
import { changeStatus, startNextResponse } from "../clocks.ts";
import type { Agent, Context, Decision, Dispatch, Input, MailFacts, Story } from "../input.ts";
import { tell } from "../input.ts";
import type { LetterData } from "../letter.ts";
import { timezoneOf } from "../promise.ts";
import type { Calendar } from "../sla/calendar.ts";
import { calendarNameFor } from "../sla/policy.ts";
import type { Question, Ticket } from "../ticket.ts";
import { workingDaysLater } from "../workday.ts";

/** The question the customer has before them; null where none is open. */
export function openQuestion(ticket: Ticket): Question | null {
  return ticket.questions.findLast(({ kind, state }) => kind === "resolution" && state === "asked") ?? null;
}

/** The customer has said that it is solved before anyone asked, and nothing has been said against it since. */
export function saidFirst(ticket: Pick<Ticket, "questions">): Question | null {
  const last = ticket.questions.findLast(({ kind }) => kind === "resolution");
  return last?.state === "answered" && last.answer === "yes" && last.askedBy === last.answeredBy ? last : null;
}

/** The agent proposes: the customer is asked, and the time for the solution stands still. */
export function propose(story: Story, agent: string, at: number, context: Context): Question {
  withdraw(story, agent, "askedAnew");
  const question = nextQuestion(story.ticket, agent, at, askAgainAt(story.ticket, at, 0, context));
  story.add({ type: "asked", question }, agent, "command");
  changeStatus(story, "solved", { at, actor: agent, reason: "proposed" }, context);
  return question;
}

/** The customer says first that it is solved; the agent's `#solve` will close. */
export function sayFirst(story: Story, person: string, at: number): void {
  const { ordinal, ...rest } = nextQuestion(story.ticket, person, at, null);
  story.add({ type: "asked", question: { ordinal, ...rest } }, person, "saidFirst");
  story.add({ type: "questionAnswered", ordinal, answer: "yes", by: person }, person, "saidFirst");
}

export function nextQuestion(ticket: Ticket, askedBy: string, askedAt: number, againAt: number | null): Question {
  return {
    ordinal: (ticket.questions.at(-1)?.ordinal ?? 0) + 1,
    kind: "resolution",
    state: "asked",
    askedAt,
    askedBy,
    askedAgainCount: 0,
    askAgainAt: againAt,
    answeredAt: null,
    answer: null,
    answeredBy: null,
  };
}

/** Nobody is waiting for an answer any more, and a yes that was said first no longer holds. */
export function withdraw(story: Story, actor: string, reason: string): void {
  const question = openQuestion(story.ticket) ?? saidFirst(story.ticket);
  if (question) story.add({ type: "questionWithdrawn", ordinal: question.ordinal }, actor, reason);
}

/** Both sides agree: closed, and the promise was kept or broken as of when the solution was proposed. */
export function agree(story: Story, by: { question: Question; actor: string; at: number }, context: Context): void {
  const { question, actor, at } = by;
  if (question.state === "asked") {
    story.add({ type: "questionAnswered", ordinal: question.ordinal, answer: "yes", by: actor }, actor, "agreed");
  }
  close(story, "agreed", { question, actor, at }, context);
}

function close(
  story: Story,
  how: "agreed" | "lapsed",
  { question, actor, at }: { question: Question; actor: string; at: number },
  context: Context,
): void {
  const solvedAt = question.askedAt;
  changeStatus(story, "closed", { at, actor, reason: how, solvedAt, closedHow: how }, context);
}

/** "Not yet": the ticket is open again and its time goes on from what was used. */
export function disagree(
  story: Story,
  { question, actor, at }: { question: Question; actor: string; at: number },
  context: Context,
): void {
  story.add({ type: "questionAnswered", ordinal: question.ordinal, answer: "no", by: actor }, actor, "disagreed");
  changeStatus(story, "open", { at, actor, reason: "disagreed" }, context);
  startNextResponse(story, context, at);
}

/** The letter that puts the question: with the agent's words, or as a reminder of it without. */
export function questionLetter(
  ticket: Ticket,
  { question, agent, text, isAgain }: { question: Question; agent: Agent; text: string; isAgain: boolean },
  context: Context,
): Dispatch["letter"] {
  const { name, address } = ticket.requester;
  return {
    name: "solved",
    to: { name, address },
    language: ticket.language,
    data: {
      ticketId: ticket.id,
      subject: ticket.subject,
      timezone: timezoneOf(ticket, context),
      ordinal: question.ordinal,
      agentName: agent.name,
      text,
      proposedAt: isAgain ? question.askedAt : null,
      answerUrl: "",
    },
  };
}

/** When silence after `count` reminders is looked at next; null where the desk asks no more and silence never counts. */
export function askAgainAt(ticket: Ticket, askedAt: number, count: number, context: Context): number | null {
  const { remindAfterWorkingDays, lapseAfterWorkingDays } = context.desk.resolution;
  const days = remindAfterWorkingDays[count] ?? lapseAfterWorkingDays;
  if (days === null || days === undefined) return null;
  return workingDaysLater(calendarOf(ticket, context), askedAt, days);
}

function calendarOf(ticket: Ticket, context: Context): Calendar {
  const matter = { plan: ticket.plan, account: ticket.account?.name ?? null };
  return context.calendar(calendarNameFor(context.desk, matter));
}

/** A button of the page behind the letter's links was pressed. Where nothing is open any more, nothing happens. */
export function decideQuestionAnswered(
  ticket: Ticket,
  input: Extract<Input, { kind: "questionAnswered" }>,
  context: Context,
): Decision {
  const { person, words, answer } = input;
  const question = openQuestion(ticket);
  const at = context.now;
  const story = tell(ticket, at);
  if (question?.ordinal !== input.ordinal || ticket.status !== "solved") return nothingHappened(ticket);
  if (words !== "") story.add({ type: "received", from: person, isUnverified: false }, person.address, "byLink");
  const by = { question, actor: person.address, at };
  if (answer === "yes") agree(story, by, context);
  else disagree(story, by, context);
  const facts = { visible: words, text: words, attachments: [], trust: { isProven: true, words: "" } };
  const verdict = answer === "yes" ? "agreed" : "disagreed";
  return {
    disposition: "reply",
    reason: verdict,
    ticket: story.ticket,
    events: story.events,
    message: words === "" ? null : { direction: "in", author: person, visible: words, isUnverified: false },
    dispatches: tellListeners(story.ticket, facts, person, { verdict, reopened: false, unverified: false }, context),
  };
}

export function nothingHappened(ticket: Ticket): Decision {
  return { disposition: "reply", reason: "nothingOpen", ticket, events: [], message: null, dispatches: [] };
}

/** Time has passed without an answer: the customer is asked again, or silence counts where the desk says so. */
export function decideAskAgain(ticket: Ticket, context: Context): Decision {
  const question = openQuestion(ticket);
  const { now, desk } = context;
  if (!question || ticket.status !== "solved" || question.askAgainAt === null || question.askAgainAt > now) {
    return nothingHappened(ticket);
  }
  const story = tell(ticket, now);
  const count = question.askedAgainCount;
  const asksAgain = desk.resolution.remindAfterWorkingDays[count] !== undefined;
  if (!asksAgain) {
    if (desk.resolution.lapseAfterWorkingDays === null) {
      story.add({ type: "questionWithdrawn", ordinal: question.ordinal }, "intray", "deskChanged");
      return { ...nothingHappened(story.ticket), events: story.events };
    }
    close(story, "lapsed", { question, actor: "intray", at: now }, context);
    return { ...nothingHappened(story.ticket), reason: "lapsed", events: story.events };
  }
  // After a pause of ours the letters that were due do not come one upon the other.
  const planned = askAgainAt(ticket, question.askedAt, count + 1, context);
  const next = planned === null ? null : Math.max(planned, workingDaysLater(calendarOf(ticket, context), now, 1));
  story.add({ type: "askedAgain", ordinal: question.ordinal, askAgainAt: next }, "intray", "silence");
  const agent = { name: desk.agents[question.askedBy]?.name ?? desk.name, address: question.askedBy };
  return {
    disposition: "clock",
    reason: "askedAgain",
    ticket: story.ticket,
    events: story.events,
    message: null,
    dispatches: [
      {
        letter: questionLetter(ticket, { question, agent, text: "", isAgain: true }, context),
        to: "customer",
        holdMs: 0,
        attachments: [],
        about: `again-${count + 1}`,
      },
    ],
  };
}

/** Those who have the ticket hear what a customer said, and what it was understood as. */
export function tellListeners(
  ticket: Ticket,
  mail: Pick<MailFacts, "visible" | "text" | "attachments" | "trust">,
  author: Agent,
  how: { reopened: boolean; unverified: boolean } & Required<Pick<LetterData["customerReply"], "verdict">> &
    Pick<LetterData["customerReply"], "asked">,
  context: Context,
): Dispatch[] {
  const { data, attachments } = noticeData(ticket, mail, context, how.unverified);
  const { name, address } = author;
  return listeners(ticket, context).map((to) => ({
    letter: {
      name: "customerReply",
      to,
      language: context.desk.language,
      data: { ...data, author: { name, address }, ...how },
    },
    to: "agent",
    holdMs: 0,
    attachments,
  }));
}
