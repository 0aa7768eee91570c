/**
 * An agent's mail that is trusted: its commands are carried out, all or none, its text becomes an answer or a note, and a
 * transcript says what was understood (lifecycle.md, "Agents work from their mail client").
 */
import { lettersTo } from "../answerLetters.ts";
import { comeBack } from "../away.ts";
import { awayAsked, awayHindrance } from "../awayUntil.ts";
import { stopResponseClocks } from "../clocks.ts";
import { guideHindrance, guidesIn, offerGuides } from "../guide/guide.ts";
import { ideaWords } from "../idea.ts";
import type { Agent, Asked, Context, Decision, Dispatch, Input, Story, Undoable } from "../input.ts";
import { tell } from "../input.ts";
import { isOnlySignature } from "../question/signedOff.ts";
import type { TextFate, Ticket } from "../ticket.ts";
import { answerAsked } from "./ask.ts";
import { carryOut, hindrance } from "./carryOut.ts";
import { type Command, onlyAsks, readCommands } from "./command.ts";
import type { Refusal } from "./grammar.ts";
import { handedOver } from "./handedOver.ts";
import { merge } from "./merge.ts";
import { partWords } from "./partWords.ts";
import { besides, carryOutRelation, relationHindrance, spamHindrance } from "./relate.ts";
import { split } from "./split.ts";
import { emptyTranscript, transcriptFor } from "./transcript.ts";
import { doneWords } from "./transcriptWords.ts";
import { canUndo, changesBetween, hasAnswered, takeBack } from "./undo.ts";
import { takeBackBeside } from "./undoBeside.ts";
import { asOpened } from "./waiting.ts";

export type AgentMail = Extract<Input, { kind: "agentMail" }>;

export function actOn(ticket: Ticket, input: AgentMail, context: Context): Decision {
  const { mail, agent, asked } = input;
  const none = { commands: [], rest: "", refused: null };
  const read = mail.isAllQuoted ? none : readCommands(mail.visible, { desk: context.desk, agent: agent.address });
  const { commands } = read;
  const rest = commands.length > 0 && isOnlySignature(read.rest, agent.name) ? "" : read.rest;
  const isNote = input.purpose === "note" || commands.some(({ kind }) => kind === "note");
  // The picture in a signature is nothing that somebody wants to say.
  const hasWords = rest !== "" || mail.attachments.some(({ inline }) => !inline);
  const text: TextFate = !hasWords ? "none" : isNote ? "note" : "answer";
  const refused =
    read.refused ??
    firstHindrance(commands, ticket, { asked, text }, context) ??
    spamHindrance(ticket, commands, onlyAsks(commands) ? "none" : text) ??
    guideHindrance(commands, ticket, asked?.guides, text === "answer") ??
    (hasWords || commands.some(({ kind }) => kind !== "note") ? null : emptyNote(commands));
  if (refused) return refuse(ticket, agent, mail.subject, refused, context);
  if (commands[0]?.kind === "undo") {
    return undo(
      ticket,
      asked?.undoable ?? null,
      { agent, at: mail.receivedAt, subject: mail.subject, hasWords },
      context,
    );
  }
  if (onlyAsks(commands)) return answerQuestions(ticket, input, commands, hasWords, context);
  const said = { commands, rest, text };
  return (
    merge(ticket, input, said, context) ??
    split(ticket, input, said, context) ??
    carryOutAll(ticket, input, said, context)
  );
}

/** No words of the agent's own at all, or a `#note` without any. */
function emptyNote([note]: Command[]): Refusal {
  return { line: note?.line ?? "", why: note ? "needsWord" : "nothingNew", suggestion: null, known: [] };
}

function firstHindrance(
  commands: Command[],
  ticket: Ticket,
  { asked, text }: { asked: Asked | undefined; text: TextFate },
  context: Context,
): Refusal | null {
  const known = asOpened(commands, ticket);
  for (const command of commands) {
    const missing = command.kind === "show" && asked?.shown === "missing";
    const refused: Refusal | null = missing
      ? { line: command.line, why: "noTicket", suggestion: null, known: [] }
      : (hindrance(command, known, context) ?? relationHindrance(command, ticket, asked, text, context));
    if (refused) return refused;
  }
  return null;
}

function carryOutAll(
  ticket: Ticket,
  { mail, agent, asked }: AgentMail,
  { commands, rest, text }: { commands: Command[]; rest: string; text: TextFate },
  context: Context,
): Decision {
  const { language } = context.desk;
  const story = tell(ticket, mail.receivedAt);
  const proposes = commands.some(({ kind }) => kind === "solve");
  const asks = commands.some(({ kind }) => kind === "ask");
  const answers = text === "answer" || proposes || asks;
  const heldMs = answers ? context.desk.answers.holdSeconds * 1000 : 0;
  // Who proposes a solution or asks for something answers, also where the letter holds no other words.
  if (answers) noteAnswer(story, agent, mail.receivedAt, context);
  if (text === "note") story.add({ type: "noted", agent: agent.address }, agent.address);
  const by = { agent: agent.address, at: mail.receivedAt, language };
  const done = inOrder(commands).flatMap(
    (command) => carryOutRelation(story, command, asked, by, context) ?? carryOut(story, command, by, context) ?? [],
  );
  const lines = commands.map(({ line }) => line);
  const changes = changesBetween(ticket, story.ticket);
  if (commands.length > 0 || heldMs > 0) {
    story.add({ type: "acted", rawMailId: mail.rawMailId, lines, text, ...changes }, agent.address);
  }
  const letters = lettersTo(ticket, story.ticket, { mail, agent, text, rest, heldMs, proposes }, context);
  const guides = guidesIn(commands, ticket, asked?.guides, language);
  if (letters.length > 0) offerGuides(story, "answer", guides.sent, agent.address);
  const handed = handedOver(ticket, story.ticket, { agent, note: text === "note" ? rest : "" }, asked, context);
  const transcript = {
    ...emptyTranscript,
    understood: lines,
    done: [
      ...done,
      ...fateWords(text, story.ticket, heldMs, context),
      ...guides.told,
      ...ideaWords(story.ticket, ticket, asked?.ideas, language),
    ],
    asked: answerAsked(commands, agent, asked, context),
    canUndo: heldMs > 0 || Object.keys(changes.before).length > 0,
    heldMs,
  };
  // A plain answer that waits is told of too where the desk wants it: the transcript holds the link that stops it.
  const isTold = commands.length > 0 || (heldMs > 0 && context.desk.answers.transcripts === "always");
  return {
    ...outcomes[text],
    ...comeBack(agent.address, context),
    ...besides(ticket, story.ticket, asked, by),
    ticket: story.ticket,
    events: story.events,
    message:
      text === "none"
        ? null
        : { direction: text === "note" ? "note" : "out", author: agent, visible: rest, isUnverified: false },
    dispatches: [
      ...letters.map((each) => (guides.sent.length > 0 ? { ...each, guides: guides.sent } : each)),
      ...handed,
      ...(isTold ? [transcriptFor(agent, story.ticket, mail.subject, transcript, context)] : []),
    ],
  };
}

/** A team takes the ticket from whoever is not of it, so that who is named beside it gets it afterwards. */
function inOrder(commands: Command[]): Command[] {
  const rank = ({ kind }: Command) => (kind === "team" ? 0 : kind === "assign" ? 2 : 1);
  return commands.some(({ kind }) => kind === "team") ? commands.toSorted((a, b) => rank(a) - rank(b)) : commands;
}

const outcomes = {
  answer: { disposition: "answer", reason: "agentAnswered" },
  note: { disposition: "note", reason: "agentNoted" },
  none: { disposition: "command", reason: "commandsDone" },
} as const;

function noteAnswer(story: Story, agent: Agent, at: number, context: Context): void {
  const { status, assignee } = story.ticket;
  story.add({ type: "answered", agent: agent.address }, agent.address);
  if (!assignee) story.add({ type: "assigned", to: agent.address }, agent.address, "firstAnswer");
  if (status === "new") story.add({ type: "statusChanged", from: "new", to: "open" }, agent.address, "answered");
  stopResponseClocks(story, context, at);
}

function fateWords(text: TextFate, ticket: Ticket, heldMs: number, context: Context): string[] {
  const { language } = context.desk;
  if (text === "none") return [];
  if (text === "note") return [doneWords("noted", {}, language)];
  const to = [ticket.requester, ...ticket.participants].map(({ address }) => address).join(", ");
  if (heldMs === 0) return [doneWords("answered", { to }, language)];
  return [doneWords("answerHeld", { to, seconds: String(heldMs / 1000) }, language)];
}

/** A mail that only asks changes nothing, and a text in it goes to nobody: a signature we did not know is no answer. */
function answerQuestions(
  ticket: Ticket | null,
  { mail, agent, asked }: Pick<AgentMail, "mail" | "agent" | "asked">,
  commands: Command[],
  hasWords: boolean,
  context: Context,
): Decision {
  const away = awayAsked(commands, agent, context);
  const told = {
    ...emptyTranscript,
    understood: commands.map(({ line }) => line),
    done: [...(away ? [away.told] : []), ...(hasWords ? [doneWords("notSent", {}, context.desk.language)] : [])],
    asked: answerAsked(commands, agent, asked, context),
  };
  const decision = quiet("commandsDone", ticket, [transcriptFor(agent, ticket, mail.subject, told, context)]);
  return away ? { ...decision, away: away.change } : decision;
}

/** An agent writes to the desk about no ticket; only what asks for something is understood there. */
export function decideAgentAsks(input: Extract<Input, { kind: "agentAsks" }>, context: Context): Decision {
  const { mail, agent, asked } = input;
  const { commands, rest, refused } = readCommands(mail.visible, { desk: context.desk, agent: agent.address });
  const unfit = commands.find(
    (command) => !onlyAsks([command]) || command.kind === "undo" || (command.kind === "show" && !command.ticketId),
  );
  const why: Refusal | null =
    refused ??
    (unfit ? { line: unfit.line, why: "needsTicket", suggestion: null, known: [] } : null) ??
    commands.map((each) => (each.kind === "away" ? awayHindrance(each, context) : null)).find((each) => each) ??
    (asked.shown === "missing" ? { line: "#show", why: "noTicket", suggestion: null, known: [] } : null);
  if (why) return refuse(null, agent, mail.subject, why, context);
  return answerQuestions(null, input, commands, rest !== "", context);
}

/** One wrong command: nothing of the mail is carried out, nothing leaves, and the agent is told what was wrong. */
function refuse(ticket: Ticket | null, agent: Agent, subject: string, refused: Refusal, context: Context): Decision {
  return quiet("commandRefused", ticket, [
    transcriptFor(agent, ticket, subject, { ...emptyTranscript, refused }, context),
  ]);
}

/** The same, of a mail that would have opened a ticket. */
export function refuseUnopened(agent: Agent, subject: string, refused: Refusal, context: Context): Decision {
  return refuse(null, agent, subject, refused, context);
}

function quiet(reason: Decision["reason"], ticket: Ticket | null, dispatches: Dispatch[]): Decision {
  return { disposition: "command", reason, ticket, events: [], message: null, dispatches };
}

/** Takes back what the agent's last mail did; by `#undo`, or by the link of a transcript. */
function undo(
  ticket: Ticket,
  undoable: Undoable | null,
  by: { agent: Agent; at: number; subject: string; hasWords: boolean },
  context: Context,
): Decision {
  const { agent, at, subject, hasWords } = by;
  if (!undoable || !canUndo(undoable)) {
    const why = undoable?.answer === "left" ? "answerHasLeft" : "nothingToUndo";
    return refuse(ticket, agent, subject, { line: "#undo", why, suggestion: null, known: [] }, context);
  }
  const { language } = context.desk;
  const story = tell(ticket, at);
  const whose = { agent: agent.address, at };
  const stayed = takeBack(story, undoable, whose, context);
  const { done: relations, ...beside } = takeBackBeside(ticket, story, undoable, whose, context);
  const { rawMailId, answer, lines, text } = undoable;
  const hasTaken = story.events.length > 0 || beside.also !== undefined;
  const fate = { held: "stopped", left: "left", none: "none" } as const;
  story.add({ type: "undone", rawMailId, answer: fate[answer] }, agent.address);
  const done = [
    ...(lines.length > 0 && hasTaken ? [doneWords("undone", { lines: lines.join(" · ") }, language)] : []),
    ...(answer === "held" ? [doneWords("answerStopped", {}, language)] : []),
    ...(hasAnswered(undoable) ? [doneWords("answerLeft", {}, language)] : []),
    ...(text === "note" ? [doneWords("noteStays", {}, language)] : []),
    ...relations,
    ...(stayed.length > 0
      ? [doneWords("stayed", { names: stayed.map((name) => partWords(name, language)).join(", ") }, language)]
      : []),
    ...(hasWords ? [doneWords("notSent", {}, language)] : []),
  ];
  return {
    disposition: "command",
    reason: answer === "held" ? "answerStopped" : "commandsDone",
    ...beside,
    ticket: story.ticket,
    events: story.events,
    message: null,
    dispatches: [
      transcriptFor(agent, story.ticket, subject, { ...emptyTranscript, understood: ["#undo"], done }, context),
    ],
    stops: answer === "held" ? [rawMailId] : [],
  };
}

/** The cancel link of a transcript: what `#undo` would do, told again by a transcript. */
export function decideCancelled(
  ticket: Ticket,
  { agent, undoable }: Extract<Input, { kind: "cancelled" }>,
  context: Context,
): Decision {
  return undo(ticket, undoable, { agent, at: context.now, subject: ticket.subject, hasWords: false }, context);
}
