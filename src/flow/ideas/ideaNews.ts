/**
 * How an idea ended, told to everyone who wished for it, each once. Whoever asked hears of it on their ticket, so that an
 * answer finds it; what was interrupted goes on where it stopped.
 */
import type { Pool } from "pg";
import { transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import { findIdea, type Idea } from "../../store/idea.ts";
import { markTold, untold, type Wisher } from "../../store/ideaVote.ts";
import { lockTicket } from "../../store/ticket.ts";
import type { IdeaEnd } from "../../ticket/idea.ts";
import type { Decision } from "../../ticket/input.ts";
import type { Ticket } from "../../ticket/ticket.ts";
import { commitDecision, type Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";

export type NewsShop = {
  pool: Pool;
  queue: Queue;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  now: () => number;
};

const batchCount = 200;

/** Answers with how many were told now. Throws where the idea does not end so any more, or has no name by an agent. */
export async function tellEnd(shop: NewsShop, ideaId: number, end: IdeaEnd): Promise<number> {
  let count = 0;
  for (;;) {
    const wishers = await untold(shop.pool, ideaId, end, batchCount);
    if (wishers.length === 0) return count;
    for (const wisher of wishers) if (await tellOne(shop, ideaId, end, wisher)) count++;
    await transaction(shop.pool, async (tx) => await shop.queue.wake(tx, "send"));
  }
}

async function tellOne(shop: NewsShop, ideaId: number, end: IdeaEnd, wisher: Wisher): Promise<boolean> {
  return await transaction(shop.pool, async (tx) => {
    const idea = await findIdea(tx, ideaId);
    if (idea?.status !== end || idea.title === null) throw new Error(`the idea ${ideaId} is not ${end} any more`);
    const now = shop.now();
    if (!(await markTold(tx, ideaId, wisher.address, end, new Date(now)))) return false;
    const loaded = wisher.ticketId === null ? null : await lockTicket(tx, wisher.ticketId);
    const theirs = loaded?.ticket.requester.address === wisher.address ? loaded : null;
    const { desk } = await shop.desks.current(tx);
    const timezone = Object.values(desk.calendars)[0]?.timezone ?? "UTC";
    await commitDecision(
      tx,
      news(idea, idea.title, end, wisher, theirs?.ticket ?? null, timezone),
      {
        eventKey: `idea:${ideaId}:${end}`,
        rawMailId: null,
        mail: null,
        outcome: null,
        lastMessageId: theirs?.lastMessageId ?? null,
      },
      { ...shop.stationery, deskName: desk.name },
      now,
    );
    return true;
  });
}

function news(
  idea: Idea,
  title: string,
  end: IdeaEnd,
  { name, address, language }: Wisher,
  ticket: Ticket | null,
  timezone: string,
): Decision {
  const { sentence, isPublic } = idea;
  const data = {
    ticketId: ticket?.id ?? null,
    subject: ticket?.subject ?? "",
    timezone,
    title,
    kind: end,
    sentence,
    isPublic,
  };
  return {
    disposition: "clock",
    reason: "ideaEnded",
    ticket,
    events: [],
    message: null,
    dispatches: [
      {
        letter: { name: "ideaNews", to: { name, address }, language, data: { ...data, roadmapUrl: "" } },
        to: "customer",
        holdMs: 0,
        attachments: [],
      },
    ],
    nextLookAt: null,
  };
}
