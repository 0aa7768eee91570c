/**
 * Taking back what one mail of an agent did: each thing it changed goes back to what it was, unless somebody has changed
 * it since, and an answer that is still held never leaves (lifecycle.md, "Agents work from their mail client").
 */

import { changeStatus, waiting } from "../clocks.ts";
import type { Context, Story, Undoable } from "../input.ts";
import type { Settable, Snapshot, Ticket } from "../ticket.ts";
import { setMatter } from "./carryOut.ts";

const words: Settable[] = ["stage", "cause", "team"];
const matters = ["severity", "requestType"] as const;

/** What differs between two states of a ticket, before and after. */
export function changesBetween(before: Ticket, after: Ticket): { before: Snapshot; after: Snapshot } {
  const names = [
    ...words,
    ...matters,
    "questions",
    "status",
    "closedHow",
    "closedAt",
    "assignee",
    "participants",
    "holdUntil",
    "mergedInto",
    "related",
    "requester",
    "account",
    "plan",
  ] as const;
  const differing = names.filter((name) => !isSame(before[name], after[name]));
  const pick = (ticket: Ticket) => Object.fromEntries(differing.map((name) => [name, ticket[name]])) as Snapshot;
  const moved = after.clocks.filter((clock) => !before.clocks.includes(clock));
  const former = before.clocks.filter((clock) => moved.some(({ id }) => id === clock.id));
  const clocks = moved.length > 0;
  return {
    before: { ...pick(before), ...(clocks ? { clocks: former } : {}) },
    after: { ...pick(after), ...(clocks ? { clocks: moved } : {}) },
  };
}

/** An answer of the mail has reached the customer; being told that a ticket was merged or split is none. */
export function hasAnswered({ answer, text, after }: Undoable): boolean {
  return answer === "left" && (text === "answer" || !concernsTwo(after));
}

function concernsTwo(after: Snapshot): boolean {
  return (after.mergedInto ?? null) !== null || after.splitOff !== undefined;
}

/** Is there anything that undoing would take back? */
export function canUndo({ lines, answer, before, after, other }: Undoable): boolean {
  // What two tickets did is taken back on both or on neither.
  if (concernsTwo(after) && !other) return false;
  return answer === "held" || (lines.length > 0 && Object.keys(before).length > 0);
}

/** Takes it back; answers with the names of what somebody changed since, which stays as it is. */
export function takeBack(
  story: Story,
  undoable: Undoable,
  by: { agent: string; at: number },
  context: Context,
): string[] {
  const { before, after } = undoable;
  const { agent, at } = by;
  const stayed: string[] = [];
  // An answer that has left has stopped the clocks it stopped, and made its agent the one who has the ticket.
  const hasLeft = hasAnswered(undoable);
  const mayRestore = (name: keyof Snapshot & keyof Ticket): boolean => {
    if (!(name in before)) return false;
    const mayBe = name !== "status" || before.status !== "closed" || mayCloseAgain(undoable);
    const isUntouched = mayBe && isSame(story.ticket[name], after[name]);
    if (!isUntouched) stayed.push(name);
    return isUntouched;
  };
  for (const field of words) {
    const value = before[field];
    if (value !== undefined && mayRestore(field)) {
      story.add({ type: "changed", field, from: story.ticket[field], to: value }, agent, "undone");
    }
  }
  const answered = hasLeft && before.assignee === null && after.assignee === agent;
  if (before.assignee !== undefined && !answered && mayRestore("assignee")) {
    const { assignee } = story.ticket;
    if (before.assignee !== null) story.add({ type: "assigned", to: before.assignee }, agent, "undone");
    else if (assignee !== null) story.add({ type: "unassigned", from: assignee }, agent, "undone");
  }
  restorePeople(story, before, after, agent);
  const isAnswered = takeBackQuestion(story, before, after, agent);
  if (isAnswered || hasLostQuestion(story.ticket, before)) stayed.push("questions");
  const { holdUntil } = before;
  const mayHold = holdUntil !== undefined && mayRestore("holdUntil");
  const isClosed = story.ticket.status === "closed";
  const status = statusAfter(story.ticket, before, mayRestore, hasLeft);
  restoreClocks(story, { before, after, hasLeft, status, isClosed });
  if (status === "closed" && !isClosed) closeAgain(story, before, by, context);
  for (const field of matters) {
    const value = before[field];
    if (value === undefined || !mayRestore(field)) continue;
    setMatter(story, field, value, { at, actor: agent, reason: "undone" }, context);
  }
  if (status !== "closed") changeStatus(story, status, { at, actor: agent, reason: "undone" }, context);
  if (mayHold && story.ticket.status === "onHold" && story.ticket.holdUntil !== holdUntil) {
    story.add({ type: "heldUntil", until: holdUntil }, agent, "undone");
  }
  return stayed;
}

/** The mail had opened it and told no customer so, and none has written since: then both sides still agree. */
function mayCloseAgain({ answer, hasHeard }: Undoable): boolean {
  return answer !== "left" && hasHeard !== true;
}

/** Closed as it was, in the same way and since the same instant. */
function closeAgain(
  story: Story,
  before: Snapshot,
  { agent, at }: { agent: string; at: number },
  context: Context,
): void {
  const { closedHow, closedAt } = before;
  const how = { ...(closedHow ? { closedHow } : {}), ...(typeof closedAt === "number" ? { closedAt } : {}) };
  changeStatus(story, "closed", { at, actor: agent, reason: "undone", ...how }, context);
}

/** Answered is answered: a ticket whose answer has left cannot be new again. */
function statusAfter(
  ticket: Ticket,
  before: Snapshot,
  mayRestore: (name: keyof Snapshot & keyof Ticket) => boolean,
  hasLeft: boolean,
): Ticket["status"] {
  if (before.status === undefined || !mayRestore("status")) return ticket.status;
  // Merged or called spam, it was no longer asked whether it is solved; nobody waits for that answer now.
  if (before.status === "solved" && ticket.status === "closed") return "open";
  return hasLeft && before.status === "new" ? "open" : before.status;
}

/** A question that the mail withdrew may have been seen as such: it is not put again by itself. */
function hasLostQuestion(ticket: Ticket, before: Snapshot): boolean {
  const asked = (before.questions ?? []).filter(({ state, kind }) => state === "asked" && kind !== "resolution");
  return asked.some(({ ordinal }) =>
    ticket.questions.some((each) => each.ordinal === ordinal && each.state === "withdrawn"),
  );
}

/** A question that the mail asked, and that nobody has answered yet, is withdrawn; true where one was answered. */
function takeBackQuestion(story: Story, before: Snapshot, after: Snapshot, agent: string): boolean {
  let isAnswered = false;
  for (const { ordinal } of after.questions ?? []) {
    const isNew = !before.questions?.some((each) => each.ordinal === ordinal);
    const isOpen = story.ticket.questions.some((each) => each.ordinal === ordinal && each.state === "asked");
    if (isNew && isOpen) story.add({ type: "questionWithdrawn", ordinal }, agent, "undone");
    const now = story.ticket.questions.find((each) => each.ordinal === ordinal);
    isAnswered ||= isNew && now?.state === "answered";
  }
  return isAnswered;
}

function restorePeople(story: Story, before: Snapshot, after: Snapshot, agent: string): void {
  const [then, later] = [before.participants ?? [], after.participants ?? []];
  const has = (list: { address: string }[], address: string) => list.some((person) => person.address === address);
  for (const person of later) {
    if (!has(then, person.address) && has(story.ticket.participants, person.address)) {
      story.add({ type: "left", person }, agent, "undone");
    }
  }
  for (const person of then) {
    if (!has(later, person.address) && !has(story.ticket.participants, person.address)) {
      story.add({ type: "joined", person }, agent, "undone");
    }
  }
}

/**
 * A clock that nothing has moved since goes on as if the mail had never come. Its target version rises with another
 * target, so that what is told of it from now on is told anew.
 */
function restoreClocks(
  story: Story,
  how: { before: Snapshot; after: Snapshot; hasLeft: boolean; status: Ticket["status"]; isClosed: boolean },
): void {
  const { before, after, hasLeft, status, isClosed } = how;
  // Whatever was done before both sides agreed, a closed ticket promises nothing.
  if (isClosed && status === "closed") return;
  for (const moved of after.clocks ?? []) {
    const former = before.clocks?.find(({ id }) => id === moved.id);
    const now = story.ticket.clocks.find(({ id }) => id === moved.id);
    if (!former || !now || !isSame(now, moved)) continue;
    // A ticket that is closed again gets back what had ended; what ran is ended with it.
    const isEnded = former.state !== "running" && former.state !== "paused";
    const fits = moved.metric === "resolution" ? waiting.includes(status) === (former.state === "paused") : !hasLeft;
    if (status === "closed" ? !isEnded : !fits) continue;
    const targetVersion = isSame(former.target, now.target) ? now.targetVersion : now.targetVersion + 1;
    story.add({ type: "clockRestored", clock: { ...former, targetVersion } }, "intray", "undone");
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
