/**
 * The form's words become a mail in two steps: they wait until the link mailed to their address is followed and its button
 * pressed, and only then enter the journey as that person's mail. Until then nothing but that one letter goes to the
 * address, and it repeats nothing that was written.
 */
import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { type Blobs, sha256Of } from "../../io/blobs.ts";
import { type Tx, transaction } from "../../io/postgres.ts";
import type { Queue } from "../../io/queue.ts";
import type { Readers } from "../../io/readers.ts";
import { compose, type Enclosure } from "../../mail/write/compose.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import {
  dropFormsBefore,
  findForm,
  formCounts,
  insertForm,
  lockForms,
  markFormSent,
  type WaitingForm,
} from "../../store/form.ts";
import { insertPosted } from "../../store/posted.ts";
import { findToken } from "../../store/token.ts";
import { defaultPlan } from "../../ticket/desk.ts";
import type { Decision } from "../../ticket/input.ts";
import type { Language } from "../../ticket/letter.ts";
import { commitDecision, type Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";
import { accountOfAddress } from "../match.ts";
import { hashOfPlace } from "../restraint/place.ts";

export type FormShop = {
  pool: Pool;
  blobs: Blobs;
  queue: Queue;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  now: () => number;
};

/** A form as it was filled in; `ip` is where from. */
export type FilledForm = {
  name: string;
  address: string;
  language: Language;
  subject: string;
  text: string;
  files: Enclosure[];
  ip: string;
};

const hourMs = 3600 * 1000;
export const formProvenWithinMs = 24 * hourMs;
/**
 * More than people write in an hour. That an address has had its letters is told to nobody; that there are too many altogether
 * is, so that whoever is kept out writes a mail.
 */
const perHourMax = { ofAddress: 3, ofIp: 5, ofAll: 200 };

/** What strangers may fill with files that nobody has proven yet; about a hundred of the largest forms. */
const waitingBytesMax = 1_000_000_000;
/** Words alone are taken however many files wait. */
const wordsBytesMax = 200_000;

/** Keeps the form and mails the link that proves the address; false where too many came, from its place or altogether. */
export async function keepForm(shop: FormShop, form: FilledForm): Promise<boolean> {
  const { keys, support } = shop.stationery;
  const now = shop.now();
  const key = `form:${randomUUID()}`;
  const ipHash = hashOfPlace(keys[0]?.key ?? "", form.ip);
  const raw = await composed(form, key, support, now);
  return await transaction(shop.pool, async (tx) => {
    await lockForms(tx);
    const counts = await formCounts(tx, form.address, ipHash, new Date(now - hourMs));
    if (counts.ofIp >= perHourMax.ofIp || counts.ofAll >= perHourMax.ofAll) return false;
    if (raw.length > wordsBytesMax && counts.waitingBytes + raw.length > waitingBytesMax) return false;
    if (counts.ofAddress >= perHourMax.ofAddress) return true;
    const sha256 = sha256Of(raw);
    const content = await shop.blobs.keep(sha256, raw);
    const at = new Date(now);
    await insertForm(tx, { key, address: form.address, ipHash, sha256, byteCount: raw.length, content, at });
    await writeVerify(tx, shop, form, key, now);
    await shop.queue.wake(tx, "send");
    return true;
  });
}

async function composed(form: FilledForm, key: string, support: Stationery["support"], now: number): Promise<Buffer> {
  const domain = support.address.slice(support.address.lastIndexOf("@") + 1);
  return await compose({
    messageId: `<${key.replace(":", "-")}@${domain}>`,
    date: new Date(now),
    from: { name: form.name, address: form.address },
    to: support,
    replyTo: null,
    subject: form.subject,
    text: form.text,
    html: null,
    inReplyTo: null,
    references: [],
    headers: { "Auto-Submitted": "no" },
    attachments: form.files,
  });
}

async function writeVerify(tx: Tx, shop: FormShop, form: FilledForm, key: string, now: number): Promise<void> {
  const { desk } = await shop.desks.current(tx);
  const timezone = Object.values(desk.calendars)[0]?.timezone ?? "UTC";
  const decision: Decision = {
    disposition: "ticket",
    reason: "formKept",
    ticket: null,
    events: [],
    message: null,
    dispatches: [
      {
        letter: {
          name: "verify",
          to: { name: "", address: form.address },
          language: form.language,
          data: { timezone, verifyUrl: "", expiresAt: now + formProvenWithinMs },
        },
        to: "customer",
        holdMs: 0,
        attachments: [],
      },
    ],
  };
  const cause = { eventKey: key, rawMailId: null, mail: null, outcome: null, lastMessageId: null };
  await commitDecision(tx, decision, cause, { ...shop.stationery, deskName: desk.name }, now);
}

/** `plan` and `account`: whose promises its sender has. */
export type FormSeen = {
  kind: "waiting" | "sent";
  address: string;
  language: Language;
  plan: string;
  account: string | null;
};

/** What the button would send; null where it was sent, or cannot be read. */
export type FormWords = { name: string; subject: string; text: string; files: string[] };

/** What stands behind the link that proves an address; looking sends nothing. */
export async function lookAtForm(
  shop: Pick<FormShop, "pool" | "desks" | "blobs"> & { readers: Readers },
  token: string,
): Promise<{ seen: FormSeen; words: FormWords | null } | null> {
  const found = await transaction(shop.pool, (tx) => behindVerify(tx, shop, token, false));
  if (!found) return null;
  const { form, seen } = found;
  return { seen, words: form.sentAt === null ? await wordsOf(form, shop) : null };
}

async function wordsOf(
  { sha256, content }: WaitingForm,
  { blobs, readers }: { blobs: Blobs; readers: Readers },
): Promise<FormWords | null> {
  try {
    const { message } = await readers.read(await blobs.load(sha256, content));
    const { from, subject, text, attachments } = message;
    return { name: from?.name ?? "", subject, text, files: attachments.map(({ name }) => name) };
  } catch {
    return null;
  }
}

/** The button: the form becomes a mail, once. It came when the button was pressed. */
export async function sendForm(shop: FormShop, token: string): Promise<FormSeen | null> {
  return await transaction(shop.pool, async (tx) => {
    const found = await behindVerify(tx, shop, token, true);
    if (!found) return null;
    const { form, key, seen } = found;
    if (form.sentAt !== null) return seen;
    const { address, sha256, byteCount, content } = form;
    const receivedAt = new Date(shop.now());
    await insertPosted(tx, { postedBy: address, postKey: key, sha256, byteCount, content, receivedAt });
    await markFormSent(tx, key, receivedAt);
    await shop.queue.wake(tx, "process");
    return { ...seen, kind: "sent" };
  });
}

async function behindVerify(tx: Tx, { desks }: Pick<FormShop, "desks">, token: string, lock: boolean) {
  if (!looksLikeToken(token)) return null;
  const known = await findToken(tx, tokenHash(token), "verify");
  if (!known?.isLive) return null;
  const key = String(known.data.key);
  const form = await findForm(tx, key, lock);
  if (!form || form.address !== known.person) return null;
  const language: Language = known.data.language === "pl" ? "pl" : "en";
  const { address, sentAt } = form;
  const account = await accountOfAddress(tx, address);
  const plan = account?.plan ?? defaultPlan((await desks.current(tx)).desk).name;
  const kind = sentAt === null ? "waiting" : "sent";
  const seen: FormSeen = { kind, address, language, plan, account: account?.name ?? null };
  return { form, key, seen };
}

/** Forms that nobody proved in time are forgotten with their files; answers with how many bytes' places were given back. */
export async function sweepForms({ pool, blobs, now }: Pick<FormShop, "pool" | "blobs" | "now">): Promise<number> {
  // An hour later than the link, so that nothing goes from under a button that is being pressed.
  const before = new Date(now() - formProvenWithinMs - hourMs);
  const gone = await transaction(pool, (tx) => dropFormsBefore(tx, before));
  for (const sha256 of gone) await blobs.remove(sha256);
  return gone.length;
}
