/**
 * The mark of a mail that the desk sends to itself to try whether forgeries are believed. It says which trial of which run the
 * mail is, sealed with a key of ours, and stands in a header of its own: a quoted text never carries it.
 */

import type { Header } from "../message.ts";
import { type Keyring, mintToken, readMessageId } from "./reference.ts";
import { same } from "./signing.ts";

/** Which trial: `run` is its day or second in digits, `name` a word from the list of trials. */
export type Probe = { run: string; name: string };

export const probeHeader = "X-Intray-Self-Test";

const markShape = /^(\d{8}(?:t\d{6})?)\.([a-z]{1,20})\.([a-z0-9]{1,6}-[a-z2-7]{26})$/;
const uniqueShape = /^selftest-(\d{8}(?:t\d{6})?)-([a-z]{1,20})$/;
/** Ours carries one; of a mail that carries many the rest is not read. */
const marksMax = 3;

export function writeProbe(keys: Keyring, { run, name }: Probe, support: string): string {
  return `${run}.${name}.${tokenOf(keys, { run, name }, support)}`;
}

/** The trial that this mail is, with the key that sealed it, or null. Whether it is still awaited is for the database to say. */
export function readProbe(
  keys: Keyring,
  headers: readonly Header[],
  support: string,
): (Probe & { sealedBy: Keyring }) | null {
  const marks = headers.filter((header) => header.name === probeHeader.toLowerCase()).slice(0, marksMax);
  for (const { value } of marks) {
    const shape = markShape.exec(value.trim().slice(0, 100).toLowerCase());
    if (!shape) continue;
    const [, run = "", name = "", token = ""] = shape;
    const kid = token.slice(0, token.indexOf("-"));
    const key = keys.find((each) => each.kid === kid);
    if (key && same(tokenOf([key], { run, name }, support), token)) return { run, name, sealedBy: [key] };
  }
  return null;
}

/** What goes into the trial's Message-ID: signed like all of ours, it keeps the mail from opening a ticket if the mark is lost. */
export function uniqueOf({ run, name }: Probe): string {
  return `selftest-${run}-${name}`;
}

/** The trial that a bounce says did not arrive, by its signed Message-ID. */
export function readReturned(keys: Keyring, originalMessageId: string | null): Probe | null {
  const said = originalMessageId === null ? null : readMessageId(keys, originalMessageId);
  const [, run, name] = uniqueShape.exec(said?.unique ?? "") ?? [];
  return run === undefined || name === undefined ? null : { run, name };
}

function tokenOf(keys: Keyring, { run, name }: Probe, support: string): string {
  return mintToken(keys, { purpose: "probe", ticketId: null, person: support, nonce: `${run}.${name}` });
}
