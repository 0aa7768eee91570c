/**
 * Questions that need the customer's word: may we look into this until then, do you authorise that change to your account?
 * Asked by `#ask`, answered by a link or a reply, withdrawn by asking anew, by `#undo` or with the ticket, and over when
 * their time is (lifecycle.md, "Questions").
 */
import { changeStatus, startNextResponse } from "../clocks.ts";
import type { RefusalReason } from "../command/grammar.ts";
import { readUntil } from "../command/until.ts";
import { houseCalendar } from "../digest.ts";
import type { Agent, Context, Decision, Dispatch, Input, Story } from "../input.ts";
import { tell } from "../input.ts";
import { timezoneOf } from "../promise.ts";
import { isParticipant, type Person, type Question, type Ticket } from "../ticket.ts";
import { timeUpLetters } from "../timeUp.ts";
import { readPermission } from "./permissionWords.ts";
import { askAgainAt, nextQuestion, nothingHappened, tellListeners } from "./question.ts";
import type { PermissionTold } from "./questionTold.ts";

export type PermissionKind = Exclude<Question["kind"], "resolution">;
export type Permission = Question & { kind: PermissionKind; about: string; until: number };

/** What an agent's `#ask` asks for. */
export type Asking = { kind: PermissionKind; about: string; until: number };

/** A question without a time of its own can be answered, and access lasts, for so long. */
const defaultDays = 14;
const aboutCharsMax = 300;
/** More people of one account are not written to at once. */
const authorisersToldMax = 10;

const minuteMs = 60_000;

export function isPermission(question: Question): question is Permission {
  return question.kind !== "resolution" && typeof question.until === "number" && question.about !== undefined;
}

/** Who may answer: a participant; an authorisation only those whom the account names for it, where it names anybody. */
export function mayAnswer(ticket: Ticket, question: Pick<Question, "kind">, address: string): boolean {
  if (question.kind !== "authorisation" || ticket.authorisers.length === 0) return isParticipant(ticket, address);
  return ticket.authorisers.some((person) => person.address === address);
}

/** The latest word on authorising, where the customer has given one, was yes. */
export function isAuthorised(ticket: Ticket): boolean {
  const last = ticket.questions.findLast(
    ({ kind, state }) => kind === "authorisation" && (state === "asked" || state === "answered"),
  );
  return last?.answer === "yes";
}

/** `proj_12345678 until Friday`, read; or why it cannot be. A day lasts to its last minute. */
export function readAsking(kind: PermissionKind, written: string, context: Context): Asking | RefusalReason {
  const { now } = context;
  const zone = houseCalendar(context).definition.timezone;
  const match = /^(?:(.*) )?(until|till|do) (.{1,60})$/i.exec(written);
  const read = match === null ? null : readUntil(match[3] ?? "", now, zone);
  // "do" and, in a sentence of its own, "until" mean other things too; access must have the end that was meant.
  const isMeant = kind === "access" && match?.[2]?.toLowerCase() !== "do";
  if (typeof read === "string" && (read !== "notADate" || isMeant)) return refusals[read];
  const about = (read === null || typeof read === "string" ? written : (match?.[1] ?? "")).trim();
  if (about.length > aboutCharsMax) return "tooLong";
  if (about === "") return "needsWord";
  const end = read === null || typeof read === "string" ? readUntil(`in ${defaultDays} days`, now, zone) : read;
  if (typeof end === "string") return "notADate";
  return { kind, about, until: end.kind === "day" ? end.endsAt - minuteMs : end.at };
}

const refusals = { notADate: "notADate", past: "datePast", tooFar: "dateTooFar" } as const;

/** Puts the question; an open one of the same kind is withdrawn. */
export function askPermission(
  story: Story,
  { kind, about, until }: Asking,
  { agent, at }: { agent: string; at: number },
  context: Context,
): void {
  const former = story.ticket.questions.find((each) => each.kind === kind && each.state === "asked");
  if (former) story.add({ type: "questionWithdrawn", ordinal: former.ordinal }, agent, "askedAnew");
  const question = nextQuestion(story.ticket, agent, at, lookAgainAt(story.ticket, { askedAt: at, until }, 0, context));
  story.add({ type: "asked", question: { ...question, kind, about, until } }, agent, "command");
}

/** When the silent are asked again, and at last when their time is over. */
function lookAgainAt(
  ticket: Ticket,
  { askedAt, until }: { askedAt: number; until: number },
  count: number,
  context: Context,
): number {
  const hasMore = context.desk.resolution.remindAfterWorkingDays[count] !== undefined;
  const planned = hasMore ? askAgainAt(ticket, askedAt, count, context) : null;
  return planned === null ? until : Math.min(planned, until);
}

/** The question that a mail's commands have just asked. */
export function askedIn(before: Ticket, after: Ticket): Permission | null {
  const known = new Set(before.questions.map(({ ordinal }) => ordinal));
  return (
    after.questions.filter(isPermission).find(({ ordinal, state }) => state === "asked" && !known.has(ordinal)) ?? null
  );
}

/** The letters that ask: to who may answer, and to the requester, who is told where others must. */
export function permissionLetters(
  ticket: Ticket,
  question: Permission,
  how: { agent: Agent; text: string; isAgain: boolean } & Pick<Dispatch, "holdMs" | "attachments"> & { about?: string },
  context: Context,
): Dispatch[] {
  const { kind, about, until, ordinal } = question;
  const others = kind === "authorisation" ? ticket.authorisers.slice(0, authorisersToldMax) : [];
  const readers = [ticket.requester, ...others.filter(({ address }) => address !== ticket.requester.address)];
  return readers.flatMap(({ name, address }): Dispatch[] => {
    const canAnswer = mayAnswer(ticket, question, address);
    if (how.isAgain && !canAnswer) return [];
    return [
      {
        letter: {
          name: "question",
          to: { name, address },
          language: ticket.language,
          data: {
            ticketId: ticket.id,
            subject: ticket.subject,
            timezone: timezoneOf(ticket, context),
            ordinal,
            asked: { kind, about, until },
            agentName: how.agent.name,
            text: how.text,
            askedAt: how.isAgain ? question.askedAt : null,
            mayAnswer: canAnswer,
            answerUrl: "",
          },
        },
        to: "customer",
        holdMs: how.holdMs,
        attachments: how.attachments,
        ...(how.about === undefined ? {} : { about: how.about }),
      },
    ];
  });
}

export function toldOf({ kind, about, until }: Permission): PermissionTold {
  return { kind, about, until };
}

function openPermission(ticket: Ticket, ordinal: number | null | undefined, now: number): Permission | null {
  const question = ticket.questions.filter(isPermission).find((each) => each.ordinal === ordinal);
  return question?.state === "asked" && question.until > now ? question : null;
}

/** Given, and its time not over: whoever may give it may take it back. */
function givenPermission(ticket: Ticket, ordinal: number | null | undefined, now: number): Permission | null {
  const question = ticket.questions.filter(isPermission).find((each) => each.ordinal === ordinal);
  const isGiven = question?.state === "answered" && question.answer === "yes" && question.until > now;
  return isGiven && ticket.status !== "closed" ? question : null;
}

type Reply = Extract<Input, { kind: "reply" }>;

/**
 * A reply to the letter that asked, and to nothing else, may be an answer: a "yes" to another mail was said of something
 * else; and a "no" after a yes takes it back. An authorisation needs a proven mail; for access the address made for its writer is good enough.
 */
export function decidePermissionReply(ticket: Ticket, input: Reply, context: Context): Decision | null {
  const { mail, sender } = input;
  const open = openPermission(ticket, input.answersQuestion, mail.receivedAt);
  const question = open ?? givenPermission(ticket, input.answersQuestion, mail.receivedAt);
  if (question === null || !mayAnswer(ticket, question, sender.address)) return null;
  const isGood = mail.trust.isProven || (question.kind === "access" && input.hasOwnToken === true);
  if (!isGood || mail.isAllQuoted || mail.attachments.some(({ inline }) => !inline)) return null;
  const names = [sender, ticket.requester, ...ticket.participants].map(({ name }) => name);
  const answer = readPermission(mail.visible, names, sender.name);
  if (answer === "unclear" || (open === null && answer === "yes")) return null;
  return answered(ticket, { question, answer, person: sender, at: mail.receivedAt, facts: mail }, context);
}

/** A button of the page behind the letter's links was pressed. */
export function decidePermissionPressed(
  ticket: Ticket,
  { person, ordinal, answer, words }: Extract<Input, { kind: "questionAnswered" }>,
  context: Context,
): Decision {
  const question = openPermission(ticket, ordinal, context.now);
  if (question === null || !mayAnswer(ticket, question, person.address)) return nothingHappened(ticket);
  const facts = { visible: words, text: words, attachments: [], trust: { isProven: true, words: "" } };
  return answered(ticket, { question, answer, person, at: context.now, facts }, context);
}

type Given = {
  question: Permission;
  answer: "yes" | "no";
  person: Person;
  at: number;
  facts: Parameters<typeof tellListeners>[1];
};

function answered(ticket: Ticket, { question, answer, person, at, facts }: Given, context: Context): Decision {
  const story = tell(ticket, at);
  const { address } = person;
  const hasWords = facts.visible.trim() !== "";
  if (hasWords) story.add({ type: "received", from: person, isUnverified: false }, address, "answersQuestion");
  const verdict = answer === "yes" ? ("allowed" as const) : ("declined" as const);
  story.add({ type: "questionAnswered", ordinal: question.ordinal, answer, by: address }, address, verdict);
  if (story.ticket.status === "pending") {
    changeStatus(story, "open", { at, actor: address, reason: "questionAnswered" }, context);
  }
  startNextResponse(story, context, at);
  const how = { verdict, reopened: false, unverified: false, asked: toldOf(question) };
  return {
    disposition: "reply",
    reason: verdict,
    ticket: story.ticket,
    events: story.events,
    message: hasWords ? { direction: "in", author: person, visible: facts.visible, isUnverified: false } : null,
    dispatches: tellListeners(story.ticket, facts, person, how, context),
  };
}

/** Is there a question whose moment has come? Then it is asked again, has expired, or what was granted is over. */
export function decidePermissionDue(ticket: Ticket, context: Context): Decision | null {
  const { now, desk } = context;
  const question = ticket.questions.filter(isPermission).find(({ askAgainAt: at }) => at !== null && at <= now);
  if (question === undefined) return null;
  const story = tell(ticket, now);
  const { ordinal, until } = question;
  const done = { ...nothingHappened(ticket), events: story.events };
  if (until <= now) {
    const isOver = question.state === "answered";
    story.add({ type: "questionExpired", ordinal }, "intray", isOver ? "accessOver" : "silence");
    const what = isOver ? "accessOver" : question.kind === "access" ? "accessUnanswered" : "authorisationUnanswered";
    const dispatches = timeUpLetters(story.ticket, { what, asked: toldOf(question) }, `over-${ordinal}`, context);
    return { ...done, reason: "questionExpired", ticket: story.ticket, dispatches };
  }
  const count = question.askedAgainCount + 1;
  story.add(
    { type: "askedAgain", ordinal, askAgainAt: lookAgainAt(ticket, question, count, context) },
    "intray",
    "silence",
  );
  const agent = { name: desk.agents[question.askedBy]?.name ?? desk.name, address: question.askedBy };
  const how = { agent, text: "", isAgain: true, holdMs: 0, attachments: [], about: `again-${ordinal}-${count}` };
  return {
    ...done,
    reason: "askedAgain",
    ticket: story.ticket,
    dispatches: permissionLetters(story.ticket, question, how, context),
  };
}
