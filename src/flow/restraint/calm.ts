/**
 * What restraint leaves to be done once it is quiet again: the pause of greetings ends, floods end, and the leads hear in
 * one letter what was held back. Swept every minute by every worker; each thing is done once.
 */
import { type Tx, transaction } from "../../io/postgres.ts";
import { breakers, closeBreaker, pressureSince, withheldSince } from "../../store/breaker.ts";
import {
  dropOldGreetings,
  type EndingFlood,
  endFlood,
  endingFloods,
  isLetterWritten,
  markTold,
  untoldWithheld,
} from "../../store/greeting.ts";
import { lockTicket } from "../../store/ticket.ts";
import { listeners } from "../../ticket/agentLetter.ts";
import { type AlarmNews, alarms, leadsOf, type WithheldTold } from "../../ticket/alarm.ts";
import { tell as tellStory } from "../../ticket/input.ts";
import { floodLimits } from "../../ticket/restraint.ts";
import { timeContext } from "../change.ts";
import { commitDecision } from "../commit.ts";
import type { Workshop } from "../workshop.ts";
import { tell } from "./restrain.ts";

type CalmShop = Pick<Workshop, "pool" | "desks" | "stationery" | "log" | "now">;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const pace = {
  /** So long it must be quiet before unproven senders are greeted again. */
  quietMs: 30 * minuteMs,
  /** Leads hear of withheld letters when there are so many, at most once an hour; or of a few, after half a day. */
  tellAtCount: 10,
  tellAfterMs: 12 * hourMs,
  /** No cap reaches further back. */
  keptMs: 3 * 24 * hourMs,
};

/** True where letters were queued. Operating errors are thrown. */
export async function calm(shop: CalmShop): Promise<boolean> {
  const closed = await transaction(shop.pool, (tx) => resumeGreetings(tx, shop));
  const ended = await transaction(shop.pool, (tx) => endFloods(tx, shop));
  const told = await transaction(shop.pool, (tx) => tellWithheld(tx, shop));
  await dropOldGreetings(shop.pool, new Date(shop.now() - pace.keptMs));
  return closed || ended || told;
}

async function resumeGreetings(tx: Tx, shop: CalmShop): Promise<boolean> {
  const now = shop.now();
  const open = (await breakers(tx)).find(({ name }) => name === "greetings");
  if (!open || now - open.since.getTime() < pace.quietMs) return false;
  const inForce = await shop.desks.current(tx);
  const few = Math.max(1, Math.floor(floodLimits(inForce.desk).greetings / 4));
  if ((await pressureSince(tx, new Date(now - pace.quietMs), few)) >= few) return false;
  const since = await closeBreaker(tx, "greetings");
  if (!since) return false;
  const withheld = await withheldSince(tx, since);
  await markTold(tx, new Date(now), "breakerOpen");
  const news: AlarmNews = { what: "breakerClosed", since: since.getTime(), withheld };
  await tell(tx, `breaker:closed:${since.getTime()}`, alarms(news, null, leadsOf(inForce), inForce), inForce, shop);
  shop.log.info({ withheld }, "greetings to unproven addresses go out again");
  return true;
}

async function endFloods(tx: Tx, shop: CalmShop): Promise<boolean> {
  const now = shop.now();
  const { desk } = await shop.desks.current(tx);
  const limits = floodLimits(desk);
  const few = Math.max(1, Math.floor(Math.min(limits.sender, limits.domain) / 2));
  const floods = await endingFloods(tx, new Date(now - hourMs), few);
  for (const flood of floods) await endOne(tx, flood, shop);
  return floods.length > 0;
}

async function endOne(tx: Tx, { id, ticketId, subject, count }: EndingFlood, shop: CalmShop): Promise<void> {
  const now = shop.now();
  await endFlood(tx, id, new Date(now));
  const loaded = await lockTicket(tx, ticketId);
  if (!loaded) return;
  const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
  const story = tellStory(loaded.ticket, now);
  story.add({ type: "floodEnded", count }, "intray", "quiet");
  const people = [...listeners(story.ticket, timeContext(inForce, shop)), ...leadsOf(inForce)];
  const to = people.filter((one, index) => people.findIndex(({ address }) => address === one.address) === index);
  await commitDecision(
    tx,
    {
      disposition: "clock",
      reason: "restrained",
      ticket: story.ticket,
      events: story.events,
      message: null,
      dispatches: alarms({ what: "floodOver", who: subject, count }, story.ticket, to, inForce),
    },
    { eventKey: `flood:${id}:over`, rawMailId: null, mail: null, outcome: null, lastMessageId: loaded.lastMessageId },
    { ...shop.stationery, deskName: inForce.desk.name },
    now,
  );
}

/** One letter for all that was held back. While greetings pause nobody is told again of what they were told of. */
async function tellWithheld(tx: Tx, shop: CalmShop): Promise<boolean> {
  const now = shop.now();
  if ((await breakers(tx)).some(({ name }) => name === "greetings")) return false;
  const untold = await untoldWithheld(tx);
  if (!untold) return false;
  const count = untold.reasons.reduce((sum, each) => sum + each.count, 0);
  if (count < pace.tellAtCount && now - untold.since.getTime() < pace.tellAfterMs) return false;
  const eventKey = `withheld:${Math.floor(now / hourMs)}`;
  if (await isLetterWritten(tx, `${eventKey}:withheld`)) return false;
  const inForce = await shop.desks.current(tx);
  const news: AlarmNews = {
    what: "withheld",
    since: untold.since.getTime(),
    reasons: untold.reasons.map(({ reason, count: n }) => ({ reason: reason as WithheldTold, count: n })),
    tickets: untold.tickets,
  };
  await tell(tx, eventKey, alarms(news, null, leadsOf(inForce), inForce), inForce, shop);
  await markTold(tx, new Date(now), null);
  return true;
}
