/**
 * What follows from an attempt to hand over a letter: the states of the outbox, when to try again, and when to give up.
 * A pure table, so that it can be read beside mail.md, "Sending".
 */
import type { SendResult } from "../io/smtpresult.ts";
import type { Fate, OutgoingRow } from "../store/outbox.ts";

/** The server's word on one letter, or that the letter could not be composed here. */
export type Attempt = SendResult | { kind: "notComposed"; response: string };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** After this a letter that was never taken has failed; five days is what mail servers grant each other (RFC 5321, 4.5.4.1). */
export const giveUpAfterMs = 5 * 24 * hourMs;
/** How long a reply of unknown fate waits before it is sent once more. */
export const replyAgainAfterMs = 15 * minuteMs;

const backoffMinMs = minuteMs;
const backoffMaxMs = 4 * hourMs;
/** A broken connection says little about the letter: the first tries come sooner. */
const interruptedMinMs = 5_000;
/** What cannot be composed is our own mistake: agents hear of it within the hour. */
const composeAttemptsMax = 5;

/** `jitter` is in 0…1, so that letters deferred together do not come back together. */
export function fateOf(row: OutgoingRow, attempt: Attempt, jitter: number): Fate {
  const attempts = row.attempts + 1;
  const same = { id: row.id, response: attempt.response, delayMs: 0, attempts, unknownCount: row.unknownCount };
  const failed = (why: string): Fate => ({ ...same, state: "failed", response: why, keepsContent: false });
  const deferred = (firstMs: number): Fate => {
    if (row.ageMs > giveUpAfterMs) return failed(`not taken within five days: ${attempt.response}`);
    const delayMs = Math.min(backoffMaxMs, firstMs * 2 ** Math.min(attempts - 1, 20)) * (0.8 + jitter * 0.4);
    return { ...same, state: "deferred", delayMs, keepsContent: true };
  };
  switch (attempt.kind) {
    case "accepted":
      return { ...same, state: "sent", keepsContent: false };
    case "refused":
      return attempt.permanent ? failed(attempt.response) : deferred(backoffMinMs);
    case "interrupted":
      return deferred(interruptedMinMs);
    case "notComposed":
      return attempts >= composeAttemptsMax ? failed(attempt.response) : deferred(backoffMinMs);
    case "unreachable":
    case "loginRefused":
      // Not the letter's fault: it keeps its attempts and its place, the server as a whole is left alone for a while.
      return row.ageMs > giveUpAfterMs
        ? failed(`not taken within five days: ${attempt.response}`)
        : { ...same, attempts: row.attempts, state: "deferred", keepsContent: true };
    case "unknown": {
      const isLast = row.class === "courtesy" || row.unknownCount > 0;
      const unknownCount = row.unknownCount + 1;
      // A reply of twice unknown fate keeps its words for the agent who has to look.
      return {
        ...same,
        state: "unknown",
        unknownCount,
        delayMs: isLast ? 0 : replyAgainAfterMs,
        keepsContent: row.class === "reply",
      };
    }
    default:
      return attempt satisfies never;
  }
}

/** How long the whole server is left alone after so many failures in a row to reach it or to log in. */
export function serverPauseMs(kind: "unreachable" | "loginRefused", failures: number, jitter: number): number {
  const longest = minuteMs * (0.8 + jitter * 0.4);
  // A login refused again and again locks accounts.
  return kind === "loginRefused"
    ? longest
    : Math.min(longest, 500 * 2 ** Math.min(failures, 20) * (0.8 + jitter * 0.4));
}
