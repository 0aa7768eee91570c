/**
 * The desk tries forged mails on itself, once a day and in `intray doctor`: they go through the very steps of real mail
 * (read, prove, match, decide) in a transaction that is taken back, so that nothing is stored and nothing leaves. If one
 * would be taken for an agent's, mail commands are switched off for all workers and the leads are told.
 */
import { openDkim } from "../../io/dkim.ts";
import { type Tx, transaction } from "../../io/postgres.ts";
import { mintToken, writeReplyAddress } from "../../mail/write/reference.ts";
import { claimSelfTest, closeBreaker, openBreaker, releaseSelfTest, writeSelfTest } from "../../store/breaker.ts";
import type { WaitingMail } from "../../store/claim.ts";
import { lookUp } from "../../store/match.ts";
import { alarms, leadsOf } from "../../ticket/alarm.ts";
import { decide } from "../../ticket/decide.ts";
import { timeContext } from "../change.ts";
import { commitDecision } from "../commit.ts";
import type { DeskInForce } from "../desks.ts";
import { inputOf } from "../input.ts";
import { authorOf, cluesOf, matchMail } from "../match.ts";
import { prove } from "../prove.ts";
import { tell } from "../restraint/restrain.ts";
import type { Workshop } from "../workshop.ts";
import { type Border, type Forgery, properBorder, rehearse, type Stage } from "./forgeries.ts";

/** `passedThrough`: names of the forgeries that would have been believed. Not conclusive where a genuine mail was not believed either. */
export type SelfTest = { tried: number; passedThrough: string[]; isConclusive: boolean };

/** A number that no ticket will ever have. */
const rehearsalTicketId = 900_000_000_000_000;

/** Ends the transaction of a rehearsal: everything in it is taken back. */
class Rehearsed extends Error {
  override name = "Rehearsed";
}

/** Tries them all; changes nothing. `border`: how incoming mail is marked before it reaches the mailbox. */
export async function testItself(shop: Workshop, border?: Border): Promise<SelfTest> {
  let found: SelfTest = { tried: 0, passedThrough: [], isConclusive: false };
  try {
    await transaction(shop.pool, async (tx) => {
      // What is switched off would hold the forgeries back, and the test would see nothing.
      await closeBreaker(tx, "commands");
      found = await rehearsal(tx, shop, border);
      throw new Rehearsed();
    });
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
  return found;
}

async function rehearsal(tx: Tx, shop: Workshop, given: Border | undefined): Promise<SelfTest> {
  const inForce = await shop.desks.current(tx);
  const stage = await setStage(tx, inForce, shop);
  if (stage === null) return { tried: 0, passedThrough: [], isConclusive: false };
  const { forgeries, genuine, resolver } = await rehearse(stage, given ?? properBorder(stage.authservId));
  const dkim = openDkim({ resolver, timeoutMs: 5_000, cacheMax: 10 });
  const rehearsing: Workshop = { ...shop, dkim };
  const passedThrough: string[] = [];
  for (const forgery of forgeries) {
    if (await isBelieved(tx, forgery, inForce, rehearsing)) passedThrough.push(forgery.name);
  }
  const isConclusive = await isBelieved(tx, { name: "genuine", raw: genuine }, inForce, rehearsing);
  return { tried: forgeries.length, passedThrough, isConclusive };
}

/** A ticket of which the team has been told: what its letters give away is what a forger might know. */
async function setStage(tx: Tx, inForce: DeskInForce, shop: Workshop): Promise<Stage | null> {
  const { desk } = inForce;
  const now = shop.now();
  const { replyPattern, keys, support } = shop.stationery;
  if (replyPattern === null) return null;
  const decision = decide(
    null,
    {
      kind: "newMatter",
      mail: rehearsalFacts(now),
      sender: { contactId: null, name: "", address: "self-test@requester.invalid" },
      copied: [],
      mentions: null,
    },
    { ...timeContext(inForce, shop), newTicketId: rehearsalTicketId },
  );
  const told = decision.dispatches
    .filter(({ letter }) => letter.name === "newTicket")
    .map(({ letter }) => letter.to.address);
  const [agent] = told.filter((address) => address in desk.agents);
  if (agent === undefined) return null;
  const cause = {
    eventKey: "self-test",
    rawMailId: null,
    mail: rehearsalFacts(now),
    outcome: null,
    lastMessageId: null,
  };
  await commitDecision(tx, { ...decision, message: null }, cause, { ...shop.stationery, deskName: desk.name }, now);
  const token = mintToken(keys, { purpose: "answer", ticketId: rehearsalTicketId, person: agent, nonce: "" });
  const others = await tx.query<{ message_id: string }>(
    "select message_id from outgoing where ticket_id = $1 and recipient <> $2 limit 1",
    [rehearsalTicketId, agent],
  );
  return {
    agent,
    answerAddress: writeReplyAddress(replyPattern, token),
    support: support.address,
    otherMessageId: others.rows[0]?.message_id ?? null,
    authservId: shop.trustedAuthservIds[0] ?? support.address.slice(support.address.lastIndexOf("@") + 1),
  };
}

function rehearsalFacts(now: number) {
  return {
    ...{ rawMailId: 0, receivedAt: now, subject: "self-test", text: "self-test", visible: "self-test", language: null },
    ...{ messageId: null, attachments: [], trust: { isProven: true, words: "" }, isList: true, isAddressedToUs: false },
  };
}

/** Whether a mail would be acted on as an agent's. */
async function isBelieved(tx: Tx, { raw }: Forgery, { desk }: DeskInForce, shop: Workshop): Promise<boolean> {
  const now = new Date(shop.now());
  const mail: WaitingMail = {
    ...{ id: 0, sha256: Buffer.alloc(32), byteCount: raw.length, content: raw, receivedAt: now, attempts: 0 },
    ...{ reason: null, detail: null, approvedBy: null, postedBy: null, proofAttempts: 0 },
  };
  const understood = await shop.readers.read(raw);
  const proof = await prove(mail, understood, raw, shop);
  const found = await lookUp(tx, cluesOf(understood, shop.marks));
  const match = matchMail(understood, found, shop.marks, proof);
  const author = authorOf(understood.message)?.address ?? "";
  // Without a ticket an agent's commands need no token: then the proof alone decides.
  if (match.kind !== "ticket") return proof.level === "proven" && author in desk.agents;
  const step = await inputOf(tx, { mail, understood, proof, found, match }, shop);
  if (step.kind !== "decided") return false;
  return ["answer", "note", "command"].includes(step.decision.disposition);
}

/** Today's self-test, unless another worker makes it. True where letters were queued. */
export async function testDaily(shop: Workshop, border?: Border): Promise<boolean> {
  const now = new Date(shop.now());
  const day = now.toISOString().slice(0, 10);
  if (!(await claimSelfTest(shop.pool, day, now))) return false;
  let result: SelfTest;
  try {
    result = await testItself(shop, border);
  } catch (error) {
    await releaseSelfTest(shop.pool, day);
    throw error;
  }
  await writeSelfTest(shop.pool, day, result.tried, result.passedThrough, now);
  if (!result.isConclusive) shop.log.warn("the self-test of forged mails could not tell; try: npx intray doctor");
  if (result.passedThrough.length === 0) return false;
  return await transaction(shop.pool, (tx) => switchCommandsOff(tx, shop, result.passedThrough));
}

/** For every worker, until the operator switches them on; true where they were on. */
export async function switchCommandsOff(tx: Tx, shop: Workshop, forgeries: string[]): Promise<boolean> {
  const now = shop.now();
  if (!(await openBreaker(tx, "commands", forgeries.join("; ").slice(0, 1_000), new Date(now)))) return false;
  shop.log.error({ forgeries }, "mail commands are switched off: a forged mail would have been believed");
  const inForce = await shop.desks.current(tx);
  const letters = alarms({ what: "commandsOff", forgeries }, null, leadsOf(inForce), inForce);
  await tell(tx, `commands:off:${now}`, letters, inForce, shop);
  return true;
}
