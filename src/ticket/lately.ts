/**
 * What has come on a ticket of late, and what follows when it is too much: programs that pass for people reopen a ticket
 * or write on it again and again. Beyond a bound their mail is filed, nobody is called each time, and agents are told once.
 */
import { listeners } from "./agentLetter.ts";
import { alarms } from "./alarm.ts";
import type { Context, Dispatch, Story } from "./input.ts";
import { caps } from "./restraint.ts";

/** Counted before this mail. */
export type Lately = {
  /** Mails of this sender on the ticket within an hour. */
  received: number;
  /** How often mail has reopened the ticket within a day. */
  reopened: number;
  /** Agents were told within that time that the bound is reached. */
  isReopenTold: boolean;
  isNoticeTold: boolean;
  /** Mails of this agent on the ticket that wait for their button since less than a day. */
  heldBack: number;
  /** Answers of this agent on the ticket within a day that said the same. */
  sameAnswers: number;
};

export const noneLately: Lately = {
  ...{ received: 0, reopened: 0, isReopenTold: false, isNoticeTold: false, heldBack: 0, sameAnswers: 0 },
};

/** False where the ticket stays as it is, because mail has reopened it too often. Says so in the ticket's history. */
export function mayReopen(story: Story, { lately = noneLately }: Context): boolean {
  if (lately.reopened < caps.reopensPerDay) return true;
  story.add({ type: "reopenWithheld" }, "intray", "capReached");
  return false;
}

/**
 * The letters that agents get for a mail, or in their place the one that says why there are none. `letters` are those of
 * an ordinary mail.
 */
export function calmly(story: Story, from: string, letters: Dispatch[], context: Context): Dispatch[] {
  const { lately = noneLately } = context;
  const to = listeners(story.ticket, context);
  const isKeptShut = story.events.some(({ type }) => type === "reopenWithheld");
  const isTooMany = lately.received >= caps.noticesPerHour;
  if (!isKeptShut && !isTooMany) return letters;
  if (isTooMany) story.add({ type: "noticeWithheld" }, from, "capReached");
  const reopen =
    isKeptShut && !lately.isReopenTold
      ? alarms({ what: "reopenLimit", who: from, perDay: lately.reopened }, story.ticket, to, context)
      : [];
  const notice =
    isTooMany && !lately.isNoticeTold
      ? alarms({ what: "noticeLimit", who: from, perHour: lately.received }, story.ticket, to, context)
      : [];
  return [...reopen, ...notice];
}
