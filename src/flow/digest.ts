/**
 * Sends the morning's digests: once a day and agent, at the opening, or when a worker comes up later that day while it is
 * still open. The ledger's unique key makes it once, however many workers look.
 */
import { type Tx, transaction } from "../io/postgres.ts";
import { claimDigest } from "../store/reminder.ts";
import { listTickets } from "../store/ticket.ts";
import { digestFor, houseCalendar, type Morning, morningOf } from "../ticket/digest.ts";
import type { Context, Decision } from "../ticket/input.ts";
import type { LetterData } from "../ticket/letter.ts";
import type { Calendars } from "../ticket/sla/clock.ts";
import { statuses } from "../ticket/ticket.ts";
import { timeContext } from "./change.ts";
import { commitDecision } from "./commit.ts";
import { listCountMax } from "./list.ts";
import type { Workshop } from "./workshop.ts";

type DigestShop = Pick<Workshop, "pool" | "desks" | "stationery" | "log" | "now">;

/** Writes the digests that are due and were not written yet; answers with the day that is done, null while it is too early. */
export async function sendDigests(shop: DigestShop): Promise<{ day: string; letters: number } | null> {
  const context = timeContext(await shop.desks.current(shop.pool), shop);
  const calendar = houseCalendar(context);
  const morning = morningOf(calendar, context.now);
  if (morning === null || context.now < morning.at || !calendar.isOpen(context.now)) return null;
  const live = statuses.filter((status) => status !== "closed");
  const filter = { statuses: live, severity: null, account: null, overdueAt: null };
  const tickets = (await listTickets(shop.pool, filter, listCountMax)).map(({ ticket }) => ticket);
  const versions = new Map<number, Calendars>();
  for (const { deskVersionId } of tickets) {
    if (!versions.has(deskVersionId)) {
      versions.set(deskVersionId, (await shop.desks.forTicket(shop.pool, deskVersionId)).calendar);
    }
  }
  let letters = 0;
  for (const agent of Object.keys(context.desk.agents)) {
    const data = digestFor(
      agent,
      tickets,
      morning,
      context,
      (ticket) => versions.get(ticket.deskVersionId) ?? context.calendar,
    );
    if (data === null) continue;
    const isSent = await transaction(shop.pool, (tx) => writeDigest(tx, agent, data, morning, context, shop));
    if (isSent) letters++;
  }
  if (letters > 0) shop.log.info({ day: morning.day, letters }, "the morning's digests are written");
  return { day: morning.day, letters };
}

async function writeDigest(
  tx: Tx,
  agent: string,
  data: LetterData["digest"],
  morning: Morning,
  { desk, now }: Context,
  shop: DigestShop,
): Promise<boolean> {
  if (!(await claimDigest(tx, agent, morning.day, morning.at, now))) return false;
  const decision: Decision = {
    disposition: "clock",
    reason: "morning",
    ticket: null,
    events: [],
    message: null,
    dispatches: [
      {
        letter: { name: "digest", to: { name: data.agentName, address: agent }, language: desk.language, data },
        to: "agent",
        holdMs: 0,
        attachments: [],
      },
    ],
  };
  const cause = { rawMailId: null, mail: null, outcome: null, lastMessageId: null };
  await commitDecision(
    tx,
    decision,
    { eventKey: `digest:${morning.day}`, ...cause },
    { ...shop.stationery, deskName: desk.name },
    now,
  );
  return true;
}
