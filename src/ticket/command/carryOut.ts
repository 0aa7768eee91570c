/** Carries out the commands of an agent's mail, one by one, and says in words what was done or why it cannot be. */
import { awayOf } from "../away.ts";
import { awayHindrance } from "../awayUntil.ts";
import { changeStatus, rebaseClocks } from "../clocks.ts";
import type { Context, Story } from "../input.ts";
import type { Language } from "../letter.ts";
import { agree, propose, saidFirst, withdraw } from "../question/question.ts";
import type { Settable, Ticket } from "../ticket.ts";
import type { Command } from "./command.ts";
import type { Refusal, RefusalReason } from "./grammar.ts";
import { partWords } from "./partWords.ts";
import { doneWords } from "./transcriptWords.ts";
import { ask, hold, obstacle, tellInstant } from "./waiting.ts";

/** Why a command that was understood cannot be carried out on this ticket; null where it can. */
export function hindrance(command: Command, ticket: Ticket, context: Context): Refusal | null {
  const no = (why: RefusalReason): Refusal => ({ line: command.line, why, suggestion: null, known: [] });
  if (command.kind === "away") return awayHindrance(command, context);
  if (ticket.status === "closed" && ["wait", "hold", "solve"].includes(command.kind)) {
    return { ...no("ticketClosed"), suggestion: "#open" };
  }
  const inTheWay = obstacle(command, ticket, context);
  if (inTheWay !== null) return inTheWay;
  if (command.kind !== "cc") return null;
  const { address } = command;
  const isThere = ticket.participants.some((person) => person.address === address);
  if (command.verb === "remove") return isThere ? null : no("noParticipant");
  if (address in context.desk.agents) return no("isAgent");
  return isThere || ticket.requester.address === address ? no("isParticipantAlready") : null;
}

/** Carries one command out; answers with what was done, null for commands that only ask or speak of the text. */
export function carryOut(
  story: Story,
  command: Command,
  by: { agent: string; at: number; language: Language },
  context: Context,
): string | null {
  const { agent, at, language } = by;
  const say = (key: Parameters<typeof doneWords>[0], values: Record<string, string> = {}) =>
    doneWords(key, values, language);
  const set = (field: Settable, to: string): void => {
    const from = story.ticket[field];
    if (from !== to) story.add({ type: "changed", field, from, to }, agent, "command");
  };
  const isAlready = (status: Ticket["status"]) => story.ticket.status === status;
  if (isIdle(command)) return null;
  switch (command.kind) {
    case "hold":
      return hold(story, command, by, context);
    case "ask":
      return ask(story, command, by, context);
    case "wait":
    case "open": {
      const to = ({ wait: "pending", open: "open" } as const)[command.kind];
      if (isAlready(to)) return say("already", { status: partWords(to, language) });
      // A customer who was asked whether it is solved is asked no more; what they said themselves still holds.
      if (story.ticket.status === "solved") withdraw(story, agent, "command");
      changeStatus(story, to, { at, actor: agent, reason: "command" }, context);
      return say(to);
    }
    case "severity":
    case "type": {
      const field = command.kind === "type" ? "requestType" : "severity";
      const before = story.ticket[field];
      if (before === command.to) return say("unchanged", { what: command.to });
      setMatter(story, field, command.to, { at, actor: agent, reason: "command" }, context);
      return say(field, { to: command.to, from: before ?? partWords("none", language) });
    }
    case "stage":
    case "cause":
      set(command.kind, command.to);
      return say(command.kind, { to: command.to });
    case "assign":
      if (story.ticket.assignee !== command.to) story.add({ type: "assigned", to: command.to }, agent, "command");
      return assignedWords(command.to, context);
    case "team": {
      set("team", command.to);
      const { assignee } = story.ticket;
      if (assignee !== null && !(context.desk.teams[command.to] ?? []).includes(assignee)) {
        story.add({ type: "unassigned", from: assignee }, agent, "teamChanged");
      }
      return say("team", { to: command.to });
    }
    case "cc":
      changePeople(story, command, agent);
      return say(command.verb === "add" ? "ccAdded" : "ccRemoved", { address: command.address });
    case "solve": {
      const first = saidFirst(story.ticket);
      if (first === null) propose(story, agent, at, context);
      else agree(story, { question: first, actor: agent, at }, context);
      return say(first === null ? "solved" : "closedByBoth");
    }
    default:
      return command satisfies never;
  }
}

/** Who is away hears nothing of it before they are back. */
function assignedWords(address: string, context: Context): string {
  const { agents, language } = context.desk;
  const to = agents[address]?.name ?? address;
  const away = awayOf(address, context);
  if (away === null) return doneWords("assigned", { to }, language);
  return doneWords("assignedAway", { to, until: tellInstant(away.until, context) }, language);
}

/** Commands that only ask, that speak of the text, or whose doing stands elsewhere. */
function isIdle(command: Command): command is Extract<Command, { kind: (typeof idle)[number] }> {
  return idle.some((kind) => kind === command.kind);
}

const idle = [
  ...(["note", "show", "queue", "help", "undo"] as const),
  ...(["merge", "split", "link", "spam", "requester", "docs", "away"] as const),
] as const;

/** Another severity or request type: the clocks are measured anew. */
export function setMatter(
  story: Story,
  field: "severity" | "requestType",
  to: string | null,
  { at, actor, reason }: { at: number; actor: string; reason: string },
  context: Context,
): void {
  const { severity, requestType } = story.ticket;
  const type = field === "severity" ? "severityChanged" : "requestTypeChanged";
  if (field === "requestType") story.add({ type: "requestTypeChanged", from: requestType, to }, actor, reason);
  else if (to !== null) story.add({ type: "severityChanged", from: severity, to }, actor, reason);
  rebaseClocks(story, { at, reason: type }, context);
}

/** A new participant gets what is said from now on, never what was said before. */
function changePeople(story: Story, command: Extract<Command, { kind: "cc" }>, agent: string): void {
  if (command.verb === "add") {
    const person = { contactId: null, name: "", address: command.address };
    story.add({ type: "joined", person }, agent, "agentAdded");
    return;
  }
  const person = story.ticket.participants.find(({ address }) => address === command.address);
  if (person) story.add({ type: "left", person }, agent, "agentRemoved");
}
