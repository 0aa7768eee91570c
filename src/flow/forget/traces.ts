/**
 * Looks through every stored mail for a person and says what is to become of each: theirs are erased, other people's
 * that name or quote them are written anew without them.
 */
import type { Pool } from "pg";
import type { Blobs } from "../../io/blobs.ts";
import { type Log, plainError } from "../../io/log.ts";
import type { Readers } from "../../io/readers.ts";
import { type Forgetting, speaksOf } from "../../mail/forget/forget.ts";
import { fileKey } from "../../mail/forget/redact.ts";
import { isTraced, readingsOf } from "../../mail/forget/trace.ts";
import { keptMails, mailsFrom, type StoredMail, storedMail } from "../../store/person.ts";
import { authorOf } from "../match.ts";

export type TraceShop = { pool: Pool; blobs: Blobs; readers: Readers; log: Log };

/** A mail without its bytes. */
export type Traced = Omit<StoredMail, "content">;

/** `waiting`: mails of others that are not decided yet; whoever erases must come again. */
export type Traces = { erase: Traced[]; redact: Traced[]; waiting: number; lookedAt: number; lastId: number };

/** Mails in memory at one time. */
const batchCount = 20;

/** Fates that tell nothing of their own: what a machine returned, what was put aside, what came twice. */
const expendable = ["bounce", "autoReply", "own", "duplicate", "quarantined"];

export async function findTraces(
  shop: TraceShop,
  forgetting: Forgetting,
  { touched, own }: { touched: ReadonlySet<number>; own: ReadonlySet<number> },
): Promise<Traces> {
  const traces: Traces = { erase: [], redact: [], waiting: 0, lookedAt: 0, lastId: 0 };
  for (let mails = await keptMails(shop.pool, 0, batchCount); mails.length > 0; ) {
    for (const mail of mails) {
      const fate = await fateOf(mail, shop, forgetting, touched, own);
      const { content: _bytes, ...rest } = mail;
      if (fate === "erase") traces.erase.push(rest);
      else if (fate === "redact") traces.redact.push(rest);
      else if (fate === "waiting") traces.waiting++;
      traces.lookedAt++;
      traces.lastId = mail.id;
    }
    mails = await keptMails(shop.pool, traces.lastId, batchCount);
  }
  return traces;
}

/** What a person sent as files: each one's key, and the words of those that are text. */
export async function filesOf(shop: TraceShop, address: string): Promise<{ keys: Set<string>; texts: string[] }> {
  const found = { keys: new Set<string>(), texts: [] as string[] };
  for (const id of await mailsFrom(shop.pool, address)) {
    const mail = await storedMail(shop.pool, id);
    const files = mail ? await enclosed(shop, mail) : [];
    for (const { type, content } of files) {
      if (content.length < fileBytesMin) continue;
      found.keys.add(fileKey(content));
      if (/^text\/|^application\/(?:json|xml|csv)$/.test(type))
        found.texts.push(content.toString("utf8", 0, textBytesMax));
    }
  }
  return found;
}

/** Smaller ones are empty, or a dot in somebody's signature. */
const fileBytesMin = 16;
const textBytesMax = 1024 * 1024;

async function enclosed(shop: TraceShop, mail: StoredMail): Promise<{ type: string; content: Buffer }[]> {
  try {
    const raw = await shop.blobs.load(mail.sha256, mail.content);
    const { message } = await shop.readers.read(raw);
    const { attachments } = message;
    if (attachments.length === 0) return [];
    const contents = await shop.readers.contents(
      raw,
      attachments.map(({ index }) => index),
    );
    return attachments.flatMap(({ index, type }) => {
      const content = contents.get(index);
      return content ? [{ type, content }] : [];
    });
  } catch (error) {
    shop.log.warn({ rawMailId: mail.id, error: plainError(error) }, "the files of a mail could not be read");
    return [];
  }
}

async function bringsFile(shop: TraceShop, mail: StoredMail, { files }: Forgetting): Promise<boolean> {
  return files.size > 0 && (await enclosed(shop, mail)).some(({ content }) => files.has(fileKey(content)));
}

/** What a rough look does not see: other charsets, character references, words between tags. */
async function isReadIn({ readers }: TraceShop, raw: Uint8Array, forgetting: Forgetting): Promise<boolean> {
  return await readers.read(raw).then(
    ({ message: { subject, text, from, to, cc, attachments } }) =>
      [subject, text, ...[from, ...to, ...cc, ...attachments].map((each) => each?.name ?? "")].some((words) =>
        speaksOf(words, forgetting, "near"),
      ),
    () => false,
  );
}

async function fateOf(
  mail: StoredMail,
  shop: TraceShop,
  forgetting: Forgetting,
  touched: ReadonlySet<number>,
  own: ReadonlySet<number>,
): Promise<"erase" | "redact" | "waiting" | "keep"> {
  const { address } = forgetting;
  if (mail.sender === address || mail.postedBy === address) return "erase";
  if (mail.ticketId !== null && own.has(mail.ticketId)) return "erase";
  const raw = await shop.blobs.load(mail.sha256, mail.content).catch((error) => {
    shop.log.warn({ rawMailId: mail.id, error: plainError(error) }, "a mail's bytes are missing");
    return null;
  });
  if (raw === null) return "keep";
  const isNear = mail.ticketId !== null && touched.has(mail.ticketId);
  const isFound =
    isTraced(raw, forgetting) ||
    (isNear && readingsOf(raw).some((text) => speaksOf(text, forgetting, "near"))) ||
    (isNear && (await isReadIn(shop, raw, forgetting))) ||
    (isNear && (await bringsFile(shop, mail, forgetting)));
  if (!isFound) return "keep";
  if (mail.disposition === null) {
    const author = await shop.readers.read(raw).then(
      ({ message }) => authorOf(message)?.address ?? null,
      () => null,
    );
    return author === address ? "erase" : "waiting";
  }
  return expendable.includes(mail.disposition) ? "erase" : "redact";
}
