/**
 * Taking back what a mail did beyond its own ticket's words and clocks: a merge, a split, a link, another requester. What
 * cannot be taken back is said, never half done.
 */
import { rebaseClocks } from "../clocks.ts";
import type { Context, Decision, Story, Undoable } from "../input.ts";
import type { Ticket } from "../ticket.ts";
import { giveBack } from "./merge.ts";
import { atOtherEnd } from "./relate.ts";
import { relationWords } from "./relationWords.ts";
import { takeBackSplit } from "./split.ts";
import { hasAnswered } from "./undo.ts";

type Beside = Pick<Decision, "also" | "moves"> & { done: string[] };

/** `ticket` is as it was before anything was taken back, `story` goes on. */
export function takeBackBeside(
  ticket: Ticket,
  story: Story,
  undoable: Undoable,
  by: { agent: string; at: number },
  context: Context,
): Beside {
  const { language } = context.desk;
  const { before, after, other } = undoable;
  const done: string[] = takeBackRequester(story, undoable, by, context);
  takeBackClosing(story, undoable, by.agent);
  if (!other) return { done };
  const number = String(other.ticket.id);
  const isTold = undoable.answer === "left" && !hasAnswered(undoable);
  const toldAlready = isTold ? [relationWords("toldAlready", {}, language)] : [];
  if (after.mergedInto === other.ticket.id && ticket.mergedInto === other.ticket.id) {
    story.add({ type: "unmerged", ticketId: other.ticket.id }, by.agent, "undone");
    const words = relationWords("unmerged", { number: String(ticket.id), into: number }, language);
    return {
      done: [...done, words, ...toldAlready],
      also: [{ decision: giveBack(ticket.id, undoable, other, by), mail: null }],
    };
  }
  if (after.splitOff?.ticketId === other.ticket.id) {
    const back = takeBackSplit(story, undoable, other, by);
    if (!back) return { done: [...done, relationWords("splitStays", { number }, language)] };
    const words = relationWords("splitBack", { number }, language);
    return { done: [...done, words, ...toldAlready], also: [{ decision: back.decision, mail: null }], ...back.moves };
  }
  const isLinked = (related: number[] | undefined) => related?.includes(other.ticket.id) === true;
  if (!isLinked(after.related) || isLinked(before.related) || !isLinked(story.ticket.related)) return { done };
  story.add({ type: "unlinked", ticketId: other.ticket.id }, by.agent, "undone");
  return {
    done: [...done, relationWords("unlinked", { number }, language)],
    also: atOtherEnd(ticket, story.ticket, other, by),
  };
}

/** The former requester again, unless somebody has named another since. */
function takeBackRequester(
  story: Story,
  { before, after }: Undoable,
  { agent, at }: { agent: string; at: number },
  context: Context,
): string[] {
  const { requester, participants } = story.ticket;
  const former = before.requester;
  if (!former || after.requester?.address !== requester.address) return [];
  const account = before.account !== undefined ? before.account : story.ticket.account;
  story.add({ type: "requesterChanged", from: requester, to: former, account }, agent, "undone");
  if (!participants.some(({ address }) => address === requester.address)) {
    story.add({ type: "left", person: requester }, agent, "undone");
  }
  const { plan } = story.ticket;
  if (before.plan !== undefined && plan === after.plan) {
    story.add({ type: "planChanged", from: plan, to: before.plan }, agent, "undone");
    rebaseClocks(story, { at, reason: "planChanged" }, context);
  }
  const words = { to: former.address, from: requester.address };
  return [relationWords("requesterBack", words, context.desk.language)];
}

/** A closed ticket that was called spam is what it was before: closed, by what both sides agreed on. */
function takeBackClosing(story: Story, { before, after }: Undoable, agent: string): void {
  const { status, closedHow, closedAt } = story.ticket;
  if (status !== "closed" || before.status !== undefined || before.closedHow === undefined) return;
  if (closedHow !== after.closedHow || before.closedHow === null) return;
  const kept = closedAt === null ? {} : { closedAt };
  story.add({ type: "statusChanged", from: "closed", to: "closed", how: before.closedHow, ...kept }, agent, "undone");
}
