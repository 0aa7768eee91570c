/**
 * Storing what a mailbox holds: mails are fetched in ranges, and each range's bytes, the cursor and the wake-up of the
 * reader are committed in one transaction. Only after that commit is anything said to the mail server.
 */
import type pg from "pg";
import { type Blobs, sha256Of } from "../io/blobs.ts";
import type { FetchedMail, Inbox, Listed } from "../io/imap.ts";
import { type Log, plainError } from "../io/log.ts";
import { type Tx, transaction } from "../io/postgres.ts";
import { limits } from "../mail/limits.ts";
import { missingUids, moveCursor } from "../store/mailbox.ts";
import { insertRawMails } from "../store/raw.ts";

/** One mailbox's way into the tables. */
export type Journal = {
  pool: pg.Pool;
  blobs: Blobs;
  queue: { wake(tx: Tx, name: "process"): Promise<void> };
  /** The worker instance that must hold the mailbox's lease when the cursor moves. */
  instance: string;
  onStored?: ((count: number) => void) | undefined;
  log: Log;
  mailboxId: number;
  /** How many mails are asked for at once now: fewer after a range broke the connection, growing again with success. */
  rangeMails: number;
  /** Whether the last mark was taken. */
  marks: boolean;
  /** How often fetching this mail alone has failed, by UID. */
  attempts: Map<number, number>;
};

/** A range ends with whichever comes first; two ranges are in memory at once. */
export const rangeMailsMax = 50;
const rangeBytesMax = 16 * 1024 * 1024;
/** A mail whose fetching alone has failed this often is passed over until the next reconcile. */
const attemptsMax = 5;
/** UIDs named in one command. */
const namedMailsMax = 500;
/** Mail that came to the server in this time is compared with what is stored. */
const reconcileDays = 7;

/** Fetches in ranges and stores each in one transaction, while the next range is already on its way. */
export async function takeIn(
  journal: Journal,
  inbox: Inbox,
  listed: Listed[],
  cursor: "moveCursor" | "keepCursor",
): Promise<void> {
  const queue = listed.filter((mail) => (journal.attempts.get(mail.uid) ?? 0) < attemptsMax);
  let storing: Promise<void> = Promise.resolve();
  while (queue.length) {
    const range = nextRange(queue, journal.rangeMails);
    const lastUid = cursor === "moveCursor" ? (range.at(-1)?.uid ?? null) : null;
    // What was fetched before is stored even if this fetch fails, and its failure is heard even while this one runs.
    const [fetched, stored] = await Promise.allSettled([inbox.fetch(range), storing]);
    if (stored.status === "rejected") throw stored.reason;
    if (fetched.status === "rejected") {
      noteBrokenRange(journal, range);
      throw fetched.reason;
    }
    journal.rangeMails = Math.min(rangeMailsMax, journal.rangeMails * 2);
    storing = storeRange(journal, inbox, fetched.value, lastUid);
  }
  await storing;
}

/**
 * Compares what the server holds of the last days with what is stored, and stores what is missing. Mail above `lastUid`
 * is left to the cursor. Answers with how many mails were compared and how many were missing.
 */
export async function reconcileInbox(
  journal: Journal,
  inbox: Inbox,
  lastUid: number,
  since: Date | null = null,
): Promise<{ compared: number; missing: number }> {
  const day = new Date(Math.max(Date.now() - reconcileDays * 24 * 60 * 60_000, since?.getTime() ?? 0));
  const uids = (await inbox.listSince(day)).filter((uid) => uid <= lastUid);
  const missing = await missingUids(journal.pool, journal.mailboxId, inbox.uidValidity, uids);
  const counts = { compared: uids.length, missing: missing.length };
  if (missing.length) {
    journal.log.error(counts, "mail on the server was not stored; storing it now");
    // Servers cut command lines off at some tens of kilobytes.
    for (let i = 0; i < missing.length; i += namedMailsMax) {
      await takeIn(journal, inbox, await inbox.sizes(missing.slice(i, i + namedMailsMax)), "keepCursor");
    }
  } else journal.log.debug(counts, "every mail on the server is stored");
  // What could not be handed over today may be tomorrow: the next reconcile tries again.
  journal.attempts.clear();
  return counts;
}

/** Takes the next mails off the queue: so many, or so many bytes, but always one. */
function nextRange(queue: Listed[], mailsMax: number): Listed[] {
  let bytes = 0;
  let count = 0;
  for (const mail of queue) {
    bytes += Math.min(mail.bytes, limits.rawBytesMax);
    if (count > 0 && (count >= mailsMax || bytes > rangeBytesMax)) break;
    count++;
  }
  return queue.splice(0, count);
}

/** One mail that the server cannot hand over must not stop those behind it: ranges shrink until it stands alone. */
function noteBrokenRange(journal: Journal, range: Listed[]): void {
  journal.rangeMails = Math.max(1, Math.floor(range.length / 4));
  const [only, ...others] = range;
  if (!only || others.length) return;
  const attempts = (journal.attempts.get(only.uid) ?? 0) + 1;
  journal.attempts.set(only.uid, attempts);
  if (attempts === attemptsMax) {
    journal.log.error(
      { uid: only.uid },
      "the server cannot hand over this mail; passing over it until the next reconcile",
    );
  }
}

async function storeRange(journal: Journal, inbox: Inbox, mails: FetchedMail[], lastUid: number | null): Promise<void> {
  const { pool, blobs, mailboxId, instance, queue, log } = journal;
  const { uidValidity } = inbox;
  const rows = await Promise.all(
    mails.map(async ({ uid, bytes, content, cut, receivedAt }) => {
      const sha256 = sha256Of(content);
      const kept = await blobs.keep(sha256, content);
      const verdict = cut ? { reason: "tooLarge" as const, detail: tooLargeDetail(bytes) } : {};
      return { mailboxId, uidValidity, uid, sha256, byteCount: bytes, content: kept, receivedAt, ...verdict };
    }),
  );
  const ids = await transaction(pool, async (tx) => {
    const stored = await insertRawMails(tx, rows);
    if (lastUid !== null) await moveCursor(tx, mailboxId, instance, uidValidity, lastUid);
    if (stored.length) await queue.wake(tx, "process");
    return stored;
  });
  if (ids.length) journal.onStored?.(ids.length);
  if (mails.length === 0) return;
  const marked = await inbox.mark(mails.map((mail) => mail.uid)).then(
    () => true,
    (error) => {
      // The marks are only for people who look into the mailbox; a folder that takes none is said once.
      if (journal.marks) log.warn({ error: plainError(error) }, "stored mail cannot be marked on the server");
      return false;
    },
  );
  journal.marks = marked;
}

function tooLargeDetail(bytes: number): string {
  return `the mail has ${bytes} bytes, the limit is ${limits.rawBytesMax}; only its first ${limits.headerBytesMax} bytes are kept`;
}
