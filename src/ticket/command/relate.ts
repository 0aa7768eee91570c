/**
 * Commands about other tickets and about whose a ticket is: `#link`, `#spam`, `#requester`, and why one of them, or `#merge`
 * or `#split`, cannot be carried out (lifecycle.md, "Agents work from their mail client").
 */
import { changeStatus, rebaseClocks } from "../clocks.ts";
import type { Asked, Context, Decision, Story } from "../input.ts";
import { tell } from "../input.ts";
import { nextLookAt } from "../look.ts";
import { isParticipant, type Person, type TextFate, type Ticket } from "../ticket.ts";
import type { Command } from "./command.ts";
import type { Refusal, RefusalReason } from "./grammar.ts";
import type { OtherTicket } from "./related.ts";
import { relationWords } from "./relationWords.ts";

type By = { agent: string; at: number };

/** Why a command of this file, or one that merges or splits, cannot be carried out; null where it can. */
export function relationHindrance(
  command: Command,
  ticket: Ticket,
  asked: Asked | undefined,
  text: TextFate,
  context: Context,
): Refusal | null {
  const no = (why: RefusalReason, suggestion: string | null = null): Refusal => ({
    line: command.line,
    why,
    suggestion,
    known: [],
  });
  switch (command.kind) {
    case "merge":
    case "link": {
      const other = asked?.other;
      if (!other || other === "missing") return no("noTicket");
      if (other.ticket.id === ticket.id) return no("sameTicket");
      if (command.kind === "link") return null;
      if (other.ticket.status === "closed") return no("otherClosed");
      const [mine, theirs] = [ticket.account?.id, other.ticket.account?.id];
      return mine !== undefined && theirs !== undefined && mine !== theirs ? no("otherAccount") : null;
    }
    case "split":
      if (text === "answer") return no("noAnswerBeside");
      return asked?.split ? null : no("nothingToSplit");
    case "spam":
      if (text === "answer") return no("noAnswerBeside");
      return ticket.closedHow === "spam" ? no("ticketClosed") : null;
    case "requester": {
      const { address } = command;
      if (address in context.desk.agents) return no("isAgent");
      if (address === ticket.requester.address) return no("isRequester");
      const account = asked?.named?.account ?? null;
      const belongs = ticket.account === null || account?.id === ticket.account.id;
      return belongs || isParticipant(ticket, address) ? null : no("notOfAccount", `#cc add ${address}`);
    }
    default:
      return null;
  }
}

/** Nothing goes to whoever sent spam; who wants to answer after all opens the ticket with the same mail. */
export function spamHindrance(ticket: Ticket, commands: Command[], text: TextFate): Refusal | null {
  if (ticket.closedHow !== "spam" || text !== "answer" || commands.some(({ kind }) => kind === "open")) return null;
  return { line: "", why: "ticketClosed", suggestion: "#open", known: [] };
}

/** Carries out `#link`, `#spam` and `#requester`; answers with what was done, null for every other command. */
export function carryOutRelation(
  story: Story,
  command: Command,
  asked: Asked | undefined,
  by: By,
  context: Context,
): string[] | null {
  const { language } = context.desk;
  switch (command.kind) {
    case "link": {
      const other = asked?.other;
      if (!other || other === "missing") return null;
      const number = String(other.ticket.id);
      if (story.ticket.related.includes(other.ticket.id)) return [relationWords("linkedAlready", { number }, language)];
      story.add({ type: "linked", ticketId: other.ticket.id }, by.agent, "command");
      return [relationWords("linked", { number }, language)];
    }
    case "spam":
      closeAs(story, "spam", by, context);
      return [relationWords("spam", {}, language)];
    case "requester":
      return changeRequester(story, command.address, asked?.named, by, context);
    default:
      return null;
  }
}

/** What a link, or its taking back, does to the ticket at its other end. */
export function atOtherEnd(before: Ticket, after: Ticket, other: OtherTicket, by: By): NonNullable<Decision["also"]> {
  const [was, is] = [before.related, after.related].map((related) => related.includes(other.ticket.id));
  const { ticket } = other;
  if (was === is || ticket.related.includes(after.id) === is) return [];
  const story = tell(ticket, by.at);
  story.add({ type: is ? "linked" : "unlinked", ticketId: after.id }, by.agent, is ? "command" : "undone");
  return [{ decision: beside(story, other), mail: null }];
}

/** What the commands of a mail do beyond its ticket: to the other end of a link, and to letters that were to leave. */
export function besides(
  before: Ticket,
  after: Ticket,
  asked: Asked | undefined,
  by: By,
): Pick<Decision, "also" | "silences"> {
  const other = asked?.other;
  const also = other && other !== "missing" ? atOtherEnd(before, after, other, by) : [];
  const isSpam = after.closedHow === "spam" && before.closedHow !== "spam";
  const people = [before.requester, ...before.participants].map(({ address }) => address);
  return { also, ...(isSpam ? { silences: people } : {}) };
}

/** A decision about another ticket, committed together with the one it is beside. */
export function beside(story: Story, { ticket, context }: OtherTicket, more: Partial<Decision> = {}): Decision {
  return {
    disposition: "command",
    reason: "commandsDone",
    ticket: story.ticket,
    events: story.events,
    message: null,
    dispatches: [],
    nextLookAt: nextLookAt(ticket, story.ticket, context),
    ...more,
  };
}

/** Closed without anybody's agreement: nothing is promised or asked any more. */
export function closeAs(story: Story, how: "spam" | "duplicate", { agent, at }: By, context: Context): void {
  for (const { ordinal, state } of story.ticket.questions) {
    if (state === "asked") story.add({ type: "questionWithdrawn", ordinal }, agent, how);
  }
  const { status, closedAt } = story.ticket;
  if (status !== "closed") changeStatus(story, "closed", { at, actor: agent, reason: how, closedHow: how }, context);
  // A ticket that was closed by agreement and merged later stays one that was solved.
  else if (how === "spam") {
    const kept = closedAt === null ? {} : { closedAt };
    story.add({ type: "statusChanged", from: "closed", to: "closed", how, ...kept }, agent, how);
  }
}

/**
 * Another requester. Who was it before takes part on when they are of the ticket's account, and leaves otherwise. A ticket of
 * no account takes the new requester's, and is measured by its plan.
 */
function changeRequester(
  story: Story,
  address: string,
  named: Asked["named"],
  { agent, at }: By,
  context: Context,
): string[] {
  const { language } = context.desk;
  const { requester: from, participants, account } = story.ticket;
  const known = participants.find((person) => person.address === address);
  const to: Person = known ?? { contactId: null, name: named?.name ?? "", address };
  if (!known) story.add({ type: "joined", person: to }, agent, "requester");
  const taken = account === null ? (named?.account ?? null) : null;
  const now = taken ? { id: taken.id, name: taken.name } : account;
  story.add({ type: "requesterChanged", from, to, account: now }, agent, "command");
  const stays = account !== null && named?.formerAccountId === account.id;
  if (stays) story.add({ type: "joined", person: from }, agent, "wasRequester");
  else story.add({ type: "left", person: from }, agent, "agentRemoved");
  const said = [
    relationWords("requester", { to: address, from: from.address }, language),
    relationWords(stays ? "staysParticipant" : "leavesTicket", { from: from.address }, language),
  ];
  if (!taken) return said;
  const { plan } = story.ticket;
  if (taken.plan !== plan) story.add({ type: "planChanged", from: plan, to: taken.plan }, agent, "requester");
  rebaseClocks(story, { at, reason: "planChanged" }, context);
  return [...said, relationWords("account", { account: taken.name, plan: taken.plan }, language)];
}
