/**
 * The story of one stored mail: load it, read it, classify it; then, in one transaction, match it, decide, commit. Only
 * unreadable mails and our own leave early; every other difference is an input to `decide`.
 */
import { plainError } from "../io/log.ts";
import { type Tx, transaction } from "../io/postgres.ts";
import type { Understood } from "../mail/message.ts";
import type { Trust } from "../mail/proof/trust.ts";
import { UnreadableMail } from "../mail/read/prescan.ts";
import { putBack, settle, takeMail, type WaitingMail } from "../store/claim.ts";
import { lookUp } from "../store/match.ts";
import { liftSuppression } from "../store/suppression.ts";
import { buryDuplicate } from "../store/tombstone.ts";
import { commitDecision } from "./commit.ts";
import { inputOf } from "./input.ts";
import { authorOf, cluesOf, matchMail } from "./match.ts";
import { waitsForProof } from "./patience.ts";
import { prove } from "./prove.ts";
import { type Quarantine, quarantine } from "./quarantine.ts";
import { remember } from "./restraint/restrain.ts";
import { scanMail } from "./scan.ts";
import { judgeProbe, probeIn } from "./selftest/probe.ts";
import type { Workshop } from "./workshop.ts";

/** What came of one look at a mail: `letters` says that the sender has work; `later` that it was put back. */
export type Processed = { kind: "done"; letters: boolean } | { kind: "later" };

/** A mail that cannot be read is tried so often, apart from the rest, before it is put aside. */
const attemptsMax = 3;
const retrySeconds = [2, 10];

/** Takes one stored mail through its journey. Operating errors (no database) are thrown; the mail stays as it was. */
export async function processMail(mail: WaitingMail, shop: Workshop): Promise<Processed> {
  if (mail.reason !== null && mail.approvedBy === null) {
    return await quarantine(mail, { cause: mail.reason, detail: mail.detail ?? mail.reason }, shop);
  }
  const raw = await shop.blobs.load(mail.sha256, mail.content);
  let understood: Understood;
  try {
    understood = await shop.readers.read(raw);
  } catch (error) {
    return await unread(mail, error, shop);
  }
  const probe = probeIn(understood, shop);
  if (probe) return await judgeProbe(mail, understood, raw, probe, shop);
  if (understood.verdict.kind === "own") return await leaveOwn(mail, understood, shop);
  const scanned = await scanMail(mail, raw, understood, shop);
  if (scanned.kind === "later") return scanned;
  if (scanned.kind === "aside") return await quarantine(mail, { ...scanned.quarantine, ...labels(understood) }, shop);
  const proof = await prove(mail, understood, raw, shop);
  try {
    return await transaction(shop.pool, (tx) => settleMail(tx, mail, understood, proof, shop));
  } catch (error) {
    if (isOperating(error)) throw error;
    return await unread(mail, error, shop);
  }
}

/** Matched, decided, committed: everything in one transaction with the ticket's row locked. */
async function settleMail(
  tx: Tx,
  mail: WaitingMail,
  understood: Understood,
  proof: Trust,
  shop: Workshop,
): Promise<Processed> {
  const clues = cluesOf(understood, shop.marks);
  const taken = await takeMail(tx, mail.id, mail.sha256, clues.sender);
  if (taken.kind === "gone") return { kind: "done", letters: false };
  if (taken.kind === "duplicate") {
    await settle(tx, mail.id, {
      ...labels(understood),
      disposition: "duplicate",
      reason: "sameBytes",
      detail: null,
      sameAs: taken.of,
    });
    for (const sha256 of await buryDuplicate(tx, mail.id, taken.of)) await shop.blobs.remove(sha256);
    return { kind: "done", letters: false };
  }
  const found = await lookUp(tx, clues);
  const match = matchMail(understood, found, shop.marks, proof);
  if (await waitsForProof(tx, { mail, understood, proof, found, match }, shop)) return { kind: "later" };
  const step = await inputOf(tx, { mail, understood, proof, found, match }, shop);
  if (step.kind === "aside") return await asideIn(tx, mail, understood, step.quarantine, shop);
  if (step.kind === "filed") {
    await settle(tx, mail.id, {
      ...labels(understood),
      disposition: step.disposition,
      reason: step.reason,
      detail: step.detail ?? null,
      sameAs: null,
      ticketId: step.ticketId ?? null,
    });
    return { kind: "done", letters: false };
  }
  const { decision } = step;
  const letters = await commitDecision(
    tx,
    decision,
    {
      eventKey: `mail:${mail.id}${mail.approvedBy ? ":approved" : ""}`,
      rawMailId: mail.id,
      mail: step.facts,
      outcome: {
        ...labels(understood),
        disposition: decision.disposition,
        reason: decision.reason,
        detail: understood.verdict.reason,
        trust: proof.level,
        trustReason: proof.reason,
        trustEvidence: proof.evidence,
      },
      lastMessageId: step.lastMessageId,
    },
    { ...shop.stationery, deskName: step.deskName },
    shop.now(),
  );
  if (found.isSilenced && proof.level === "proven") await liftSuppression(tx, clues.sender);
  if (step.weighed) await remember(tx, step.weighed, decision, shop);
  return { kind: "done", letters };
}

/** How people find a raw mail again. */
function labels({ message }: Understood) {
  return {
    messageId: message.messageId,
    sender: authorOf(message)?.address ?? null,
    subject: message.subject.slice(0, 500),
  };
}

async function leaveOwn(mail: WaitingMail, understood: Understood, shop: Workshop): Promise<Processed> {
  await settle(shop.pool, mail.id, {
    ...labels(understood),
    disposition: "own",
    reason: understood.verdict.reason,
    detail: null,
    sameAs: null,
  });
  return { kind: "done", letters: false };
}

async function asideIn(
  tx: Tx,
  mail: WaitingMail,
  understood: Understood,
  why: Quarantine,
  shop: Workshop,
): Promise<Processed> {
  return await quarantine(mail, { ...why, ...labels(understood) }, shop, tx);
}

/** Over a limit: put aside at once, because trying again changes nothing. Anything else gets three tries. */
async function unread(mail: WaitingMail, error: unknown, shop: Workshop): Promise<Processed> {
  if (isOperating(error)) throw error;
  const unreadable = error instanceof UnreadableMail ? error : null;
  const cause = unreadable?.cause ?? "internalError";
  const mayPass = unreadable === null || cause === "timeout" || cause === "parserFailed";
  shop.log.warn(
    { rawMailId: mail.id, attempt: mail.attempts + 1, error: plainError(error) },
    "a mail could not be read",
  );
  if (!mayPass || mail.attempts + 1 >= attemptsMax) {
    return await quarantine(mail, { cause, detail: plainError(error).message }, shop);
  }
  await putBack(shop.pool, mail.id, retrySeconds[mail.attempts] ?? 10, plainError(error).message);
  return { kind: "later" };
}

/** The database is away, or two transactions met: trying again helps, and it is nobody's mail that is at fault. */
export function isOperating(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^(08|40|53|55|57|58)...$/.test(code)) return true;
  if (/^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_)/.test(code)) return true;
  return /connection (terminated|ended)|Connection terminated|timeout exceeded when trying to connect|not queryable|Query read timeout/i.test(
    error.message,
  );
}
