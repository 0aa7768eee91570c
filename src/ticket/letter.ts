/**
 * The letters we send: which there are, what each needs to be written, and which of two classes it belongs to.
 * A `reply` carries a person's words and is sent again when its fate is unknown; a `courtesy` is not (mail.md, "Sending").
 */

import type { Risk } from "../mail/risk.ts";
import type { Alarm } from "./alarm.ts";
import type { Alike } from "./alike.ts";
import type { Metric } from "./desk.ts";
import type { IdeaLetters } from "./idea.ts";
import type { MayJoin, Waiting } from "./mayJoin.ts";
import type { HeldMail, PermissionTold, QuestionPut, TimeUp } from "./question/questionTold.ts";
import type { MonthlyReport, WeeklyReport } from "./report/reportLetter.ts";
import type { Status } from "./ticket.ts";
import type { Segment } from "./timeline.ts";

export type Language = "en" | "pl";

/** A promise as a letter tells it: the due instant (ms since epoch), and why it is there, in words. */
export type PromiseTold = { dueAt: number; why: string };

/** What every letter about a ticket knows. Times are shown in `timezone`. */
type AboutTicket = { ticketId: number; subject: string; timezone: string };

/** `index` finds a held attachment again in the raw mail; `url` is the page behind which it lies, once it has one. */
type ToldAttachment = { name: string; bytes: number; held: boolean; risk?: Risk; index?: number; url?: string };

/** What agents see at the top of a notice. `trust` is one quiet line, such as "sender proven by DKIM". */
type ForAgents = AboutTicket & {
  requester: { name: string; address: string };
  account: string | null;
  plan: string;
  severity: string;
  requestType: string | null;
  references: Record<string, string[]>;
  firstResponse: PromiseTold | null;
  resolution: PromiseTold | null;
  /** The customer's words now, and the names of what was attached (`held`: too large or risky, not attached here). */
  text: string;
  attachments: ToldAttachment[];
  trust: string;
  unverified: boolean;
  sealed?: boolean;
  /** Who waits for an agent's word to take part. */
  waiting?: Waiting[];
  /** Where a reply goes as an answer to the customer, and where it stays internal. Null when tokens are not in use. */
  answerAddress: string | null;
  noteAddress: string | null;
};

/** What agents are told of a running clock, and whose ticket it is. Lengths of time are told: "1 h 30 min". */
type ForAgentsOfClock = AboutTicket & {
  metric: Metric;
  requester: { name: string; address: string };
  account: string | null;
  plan: string;
  severity: string;
  target: string;
  used: string;
  /** Null once it is broken; then `over` is how long it is. */
  left: string | null;
  over: string | null;
  /** How much of the target is used, in percent. */
  share: number;
  startedAt: number;
  dueAt: number;
  assignee: string | null;
  /** The lead to whom the ticket goes with this letter, because nobody has answered. */
  handedTo: string | null;
  /** Other thresholds that passed unseen: this letter is theirs too. */
  standsFor: string[];
  /** The customer's last words; no author where there are none. */
  author: { name: string; address: string } | null;
  text: string;
  trace: string;
  timeline: Segment[];
  answerAddress: string | null;
  noteAddress: string | null;
};

/** A ticket in a list; the clock is the one that is due first, null where nothing is promised. */
export type ListedTicket = {
  ticketId: number;
  subject: string;
  status: Status;
  severity: string;
  requester: { name: string; address: string };
  account: string | null;
  /** The name of who has it; null: it waits for anybody of the team. */
  holder: string | null;
  metric: Metric | null;
  dueAt: number | null;
  share: number | null;
  timeline: Segment[];
  /** Where an answer goes, so that a line of the list is enough to begin one. Null when tokens are not in use. */
  answerAddress: string | null;
};

/** Everything a letter's template is filled with, by letter name. */
export type LetterData = {
  /** To the requester of a new ticket whose account we know. `proven` false: repeats nothing of what they wrote. */
  confirmation: AboutTicket & {
    proven: boolean;
    sealed?: boolean;
    /** An agent passed the mail on to us. */
    passedOn?: boolean;
    requesterName: string;
    account: string | null;
    plan: string;
    severity: string;
    severityMeans: string;
    /** "tag": from the subject; "body": from a line; "default": none was given; "twoTags": the more severe of two. */
    severityFrom: "tag" | "body" | "default" | "twoTags";
    requestType: string | null;
    references: Record<string, string[]>;
    missing: string[];
    /** Recent tickets of the account that may be the same matter. */
    alike?: { ticketId: number; subject: string; requesterName: string }[];
    firstResponse: PromiseTold | null;
    resolution: PromiseTold | null;
  };
  /** To the requester of a new ticket whose address we do not know. Repeats nothing of what they wrote. */
  unknownSender: AboutTicket & {
    severity: string;
    severityMeans: string;
    firstResponse: PromiseTold | null;
    resolution: PromiseTold | null;
  };
  /** To an address that was written into the form: repeats nothing of what was written there. */
  verify: { timezone: string; verifyUrl: string; expiresAt: number };
  vote: IdeaLetters["vote"];
  ideaNews: IdeaLetters["ideaNews"];
  /** To an agent who asked for it on the desk's page: a link that signs them in there. */
  signIn: { timezone: string; agentName: string; signInUrl: string; expiresAt: number };
  /** To the team, for a new ticket. `alike`: tickets of the account that may be the same matter. */
  newTicket: ForAgents & { alike?: Alike[] };
  /** To the assignee or team, for a participant's reply. `reopened`: the ticket had been solved or closed. */
  customerReply: ForAgents & {
    author: { name: string; address: string };
    reopened: boolean;
    /** What the reply said about the solution; null for an ordinary reply. */
    verdict?: "agreed" | "disagreed" | "thanks" | "saysSolved" | "allowed" | "declined" | null;
    /** To which question it was a yes or no, besides the one about the solution. */
    asked?: PermissionTold;
    /** The yes or no was pressed within seconds of the letter that asks. */
    perhapsMachine?: boolean;
  };
  /** To the requester: the solution is proposed; is it solved? */
  solved: AboutTicket & {
    ordinal: number;
    agentName: string;
    text: string;
    /** In a reminder: since when the question stands. */
    proposedAt: number | null;
    answerUrl: string;
  };
  /** To who may answer, and to the requester: may we look into this, do you authorise that? */
  question: AboutTicket & QuestionPut;
  /** To the requester: a stranger wrote on their ticket; may they take part? */
  mayJoin: AboutTicket & MayJoin;
  /** To the customer: an agent's answer, under the agent's name. */
  answer: AboutTicket & { agentName: string; text: string };
  /** To the agent whose answer needs their approval before it leaves. */
  held: HeldMail;
  /** To an agent, after a mail with commands: what was understood, done and refused, and how to undo it. */
  transcript: {
    /** Null where the mail was about no ticket. */
    ticketId: number | null;
    subject: string;
    timezone: string;
    understood: string[];
    done: string[];
    /** With this, nothing was done and nothing left. */
    refused: { line: string; why: string; suggestion: string | null } | null;
    /** What was asked for as text: a ticket, the help. */
    page: string;
    /** The ticket of that text, and where to write on it. */
    shown: { ticketId: number; subject: string; answerAddress: string | null; noteAddress: string | null } | null;
    /** The queue that was asked for, in working order. */
    queue: { tickets: ListedTicket[]; unnamed: number } | null;
    canUndo: boolean;
    /** The page that stops an answer while it is held; null where nothing is held. */
    cancelUrl: string | null;
    leavesAt: number | null;
  };
  /** To the assignee or team: a time that was set is up. `asked`: the question whose time it was. */
  timeUp: ForAgents & TimeUp;
  /** To who gets a ticket from another agent, with the customer's last words. */
  handedOver: ForAgents & { by: string; note: string };
  /** To everyone of a merged ticket; `into` null: they take no part in the one it goes on in. `text` "": no words of an agent. */
  merged: AboutTicket & { agentName: string; into: number | null; text: string };
  /** To the author of a mail that became a ticket of its own. */
  split: AboutTicket & {
    from: number;
    writtenAt: number;
    firstResponse: PromiseTold | null;
    resolution: PromiseTold | null;
  };
  /** To the assignee or team of a ticket: another one was merged into it. */
  tookOver: ForAgents & {
    merged: number;
    mergedSubject: string;
    by: string;
    author: { name: string; address: string };
  };
  /** To the agents of the lead: a mail was put aside. */
  quarantine: { rawMailId: number; cause: string; what: string; bytes: number; receivedAt: number; timezone: string };
  /** To the agent (or team): a letter could not be delivered. */
  undelivered: AboutTicket & {
    recipient: string;
    letter: string;
    why: string;
    excerpt: string;
    /** Automatic letters to the address stop with this. */
    silenced?: boolean;
  };
  /** To leads and teams: how the desk restrained itself, and why. */
  alarm: Alarm;
  /** To the team's leads: a participant rated an answer 1 or 2. `comment` "" where none was written. */
  lowRating: AboutTicket & {
    person: { name: string; address: string };
    account: string | null;
    score: number;
    comment: string;
    agent: { name: string; address: string };
    /** The beginning of the answer that was rated. */
    excerpt: string;
    perhapsMachine: boolean;
    answerAddress: string | null;
    noteAddress: string | null;
  };
  /** To the assignee or team: a share of a promised time is used. */
  reminder: ForAgentsOfClock;
  /** To the assignee, the team and its lead: the promised time is used up. */
  breach: ForAgentsOfClock;
  /** To the assignee or team, again and again: the promise is still broken. */
  overdue: ForAgentsOfClock;
  /** To each lead, for the week that has ended. */
  weeklyReport: WeeklyReport;
  /** To an account's contact, for the month that has ended. */
  monthlyReport: MonthlyReport;
  /** To each agent at the opening of the day: what is theirs, in the working order. */
  digest: {
    timezone: string;
    agentName: string;
    breached: ListedTicket[];
    dueToday: ListedTicket[];
    waiting: ListedTicket[];
    /** How many more there are than are named. */
    unnamed: number;
  };
};

export type LetterName = keyof LetterData;

/** The class of each letter: what to do when SMTP broke after the final dot. */
export const letterClass: Record<LetterName, "reply" | "courtesy"> = {
  confirmation: "courtesy",
  unknownSender: "courtesy",
  verify: "courtesy",
  vote: "courtesy",
  ideaNews: "courtesy",
  signIn: "courtesy",
  newTicket: "courtesy",
  customerReply: "reply",
  answer: "reply",
  solved: "reply",
  question: "reply",
  mayJoin: "courtesy",
  timeUp: "courtesy",
  held: "courtesy",
  transcript: "courtesy",
  handedOver: "courtesy",
  merged: "reply",
  split: "courtesy",
  tookOver: "courtesy",
  quarantine: "courtesy",
  undelivered: "courtesy",
  alarm: "courtesy",
  lowRating: "courtesy",
  reminder: "courtesy",
  breach: "courtesy",
  overdue: "courtesy",
  digest: "courtesy",
  weeklyReport: "courtesy",
  monthlyReport: "courtesy",
};

/** A letter decided on: to whom, what, in which language, and how it threads. */
export type Letter<Name extends LetterName = LetterName> = {
  [N in Name]: {
    name: N;
    to: { name: string; address: string };
    language: Language;
    data: LetterData[N];
  };
}[Name];
