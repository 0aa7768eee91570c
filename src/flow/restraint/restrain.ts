/**
 * Weighs a new matter against what came and went before it: whether its sender is greeted, whether it belongs to a flood,
 * and whether the greetings to unproven addresses pause. What was decided is remembered for the next one.
 */
import { createHash } from "node:crypto";
import type { Tx } from "../../io/postgres.ts";
import type { Understood } from "../../mail/message.ts";
import { isPublicDomain } from "../../mail/proof/domain.ts";
import { readReplyAddress, readSubjectTag, stripSubject } from "../../mail/write/reference.ts";
import { openBreaker } from "../../store/breaker.ts";
import {
  beginFlood,
  countGreetings,
  type GreetingClues,
  type RunningFlood,
  writeGreeting,
} from "../../store/greeting.ts";
import { alarms, leadsOf } from "../../ticket/alarm.ts";
import { isFreeMail } from "../../ticket/freemail.ts";
import type { Decision } from "../../ticket/input.ts";
import { caps, floodLimits, openingOf, type Restraint, restrain, withoutNumbers } from "../../ticket/restraint.ts";
import { commitDecision } from "../commit.ts";
import type { DeskInForce } from "../desks.ts";
import type { Matched } from "../input.ts";
import { accountOf, authorOf } from "../match.ts";
import type { Workshop } from "../workshop.ts";

/** `flood`: the running one to which the mail belongs. */
export type Weighed = {
  restraint: Restraint;
  flood: RunningFlood | null;
  clues: GreetingClues;
  isEcho: boolean;
  inForce: DeskInForce;
};

type RestrainShop = Pick<Workshop, "desks" | "stationery" | "log" | "now">;

/** A mail names a ticket of ours a few times at most; more is somebody trying. */
const namedMax = 5;

/** Null where the mail names nobody who could be greeted. */
export async function weigh(
  tx: Tx,
  matched: Matched,
  inForce: DeskInForce,
  { marks }: Pick<Workshop, "marks">,
): Promise<Weighed | null> {
  const { mail, understood, proof, found } = matched;
  const author = authorOf(understood.message);
  if (!author) return null;
  const { desk } = inForce;
  const { address } = author;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const isProven = proof.level === "proven";
  const isKnown = accountOf(address, found).account !== null;
  const writer = {
    address,
    domain,
    isProven,
    isKnown,
    isOurs: isOwnAddress(address, marks),
    isOutside: isPublicDomain(domain),
    isFreeMail: isFreeMail(domain),
  };
  const clues: GreetingClues = {
    ...{ address, domain, isProven, isFreeMail: writer.isFreeMail },
    isStranger: !isProven || !isKnown,
    textHash: textHashOf(understood, writer.isFreeMail ? address : domain),
    named: namedTickets(matched),
    receivedAt: mail.receivedAt,
  };
  const limits = floodLimits(desk);
  const most = { greetings: limits.greetings, matters: Math.max(limits.sender, limits.domain, caps.knownPerHour) };
  const { pressure, flood } = await countGreetings(tx, clues, most);
  const restraint = restrain(pressure, writer, desk);
  // What the operator lets in gets its own ticket, flood or not.
  const isReleased = mail.approvedBy !== null;
  return {
    restraint: isReleased ? { ...restraint, flood: null } : restraint,
    flood: isReleased ? null : flood,
    clues,
    isEcho: pressure.isEcho,
    inForce,
  };
}

/** Also where somebody writes in the name of an address that carries a token. */
function isOwnAddress(address: string, { ourAddresses, replyPattern }: Workshop["marks"]): boolean {
  return ourAddresses.has(address) || (replyPattern !== null && readReplyAddress(replyPattern, address) !== null);
}

/** The same words without their numbers, from the same domain. Of an answer to nothing that we know only the opening counts. */
function textHashOf({ visible, message }: Understood, scope: string): Buffer {
  const text = visible || message.text;
  const isAnswer = stripSubject(message.subject) !== message.subject.trim();
  return createHash("sha256")
    .update(`${scope}\n${isAnswer ? openingOf(text) : withoutNumbers(text)}`)
    .digest()
    .subarray(0, 16);
}

/** Tickets that stand in the subject or the text as we write them: `[#1042]`. */
function namedTickets({ understood: { message } }: Matched): number[] {
  const inText = [...message.text.slice(0, 8_000).matchAll(/\[#\d{1,15}\]/g)].slice(0, namedMax).map(([tag]) => tag);
  const numbers = [message.subject, ...inText].map(readSubjectTag).filter((number) => number !== null);
  return [...new Set(numbers)].slice(0, namedMax);
}

/** Remembers what became of a new matter, and tells of the pause that begins with it. True where letters were queued. */
export async function remember(
  tx: Tx,
  { restraint, clues, isEcho, inForce }: Weighed,
  decision: Decision,
  shop: RestrainShop,
): Promise<void> {
  const { ticket, events } = decision;
  if (!ticket) return;
  const decidedAt = new Date(shop.now());
  const withheld = events.find((event) => event.type === "confirmationWithheld")?.reason ?? null;
  await writeGreeting(tx, { ...clues, ticketId: ticket.id, decidedAt, withheld, isEcho });
  if (restraint.flood) await beginFlood(tx, restraint.flood, clues.isProven, ticket.id, decidedAt);
  if (restraint.breaker === "opens") await pauseGreetings(tx, inForce, shop);
}

async function pauseGreetings(tx: Tx, inForce: DeskInForce, shop: RestrainShop): Promise<void> {
  const { desk } = inForce;
  const now = shop.now();
  const perHour = floodLimits(desk).greetings;
  const isFirst = await openBreaker(
    tx,
    "greetings",
    `${perHour} greetings to unproven addresses in an hour`,
    new Date(now),
  );
  if (!isFirst) return;
  shop.log.error({ perHour }, "greetings to unproven addresses pause: they look like forged mail");
  await tell(
    tx,
    `breaker:greetings:${now}`,
    alarms({ what: "breakerOpened", perHour }, null, leadsOf(inForce), inForce),
    inForce,
    shop,
  );
}

/** Sends letters that are about no ticket. */
export async function tell(
  tx: Tx,
  eventKey: string,
  dispatches: Decision["dispatches"],
  { desk }: DeskInForce,
  shop: Pick<Workshop, "stationery" | "now">,
): Promise<void> {
  await commitDecision(
    tx,
    { disposition: "clock", reason: "restrained", ticket: null, events: [], message: null, dispatches },
    { eventKey, rawMailId: null, mail: null, outcome: null, lastMessageId: null },
    { ...shop.stationery, deskName: desk.name },
    shop.now(),
  );
}
