/**
 * Likely duplicates: recent tickets of the same account with a similar subject or the same reference. Both sides are told;
 * no machine merges (lifecycle.md, "New").
 */
import type { Status } from "./ticket.ts";

export type Alike = {
  ticketId: number;
  subject: string;
  status: Status;
  requester: { name: string; address: string };
  likeness: "reference" | "subject";
};

/** How far back duplicates are looked for, and how many are told. */
export const alikeWithinMs = 14 * 86_400_000;
export const alikeMax = 3;
/** Trigram similarity from 0 to 1: "Checkout is down" and "checkout down again" are 0.6 alike. */
export const alikeShare = 0.5;

const charsMax = 200;

/**
 * What of a subject is compared: without tags, "Re:", case and accents. Null where it says too little to tell two matters
 * apart: half of all subjects "Help" or "Question" are about different things.
 */
export function comparable(subject: string): string | null {
  const words = subject
    .slice(0, charsMax)
    .replace(/\[[^\]]{0,60}\]/g, " ")
    .replace(/^(?:\s*(?:re|fwd?|odp|pd|aw|wg)\s*:)+/i, " ")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/ł/gi, "l")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const telling = words.filter((word) => word.length >= 3);
  const text = words.join(" ");
  return telling.length >= 2 && text.length >= 10 ? text : null;
}
