/**
 * The first step of a mail's journey: what is in the mailbox is stored as bytes, once, before anyone understands it.
 * The truth is the cursor (mailbox, UIDVALIDITY, UID); IDLE is only a hint that makes it quick, and flags are never read,
 * because people read the same mailbox. Several workers may watch a mailbox: the one with the lease reads it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Blobs } from "../io/blobs.ts";
import { type Inbox, type InboxAddress, openInbox } from "../io/imap.ts";
import { InboxError } from "../io/imaperror.ts";
import { type Log, plainError } from "../io/log.ts";
import type { Tx } from "../io/postgres.ts";
import { ensureMailbox, LeaseLost, noteLook, readCursor, releaseLease, takeLease } from "../store/mailbox.ts";
import { type Journal, rangeMailsMax, reconcileInbox, takeIn } from "./journal.ts";

export type FetchOptions = {
  inbox: InboxAddress;
  pool: pg.Pool;
  queue: { wake(tx: Tx, name: "process"): Promise<void> };
  blobs: Blobs;
  log: Log;
  signal: AbortSignal;
  /** The name of this worker instance (store/instance.ts), which holds the lease. */
  instance: string;
  accessToken?: ((renew?: boolean) => Promise<string>) | undefined;
  /** Called after each commit that stored mail: quicker than the queue where the reader runs in this process. */
  onStored?: ((count: number) => void) | undefined;
  settings?: Partial<FetchSettings>;
};

export type FetchSettings = {
  /** How often the mailbox is looked at although nothing was heard. */
  sweepMs: number;
  reconcileMs: number;
  leaseMs: number;
  /** How often a mailbox that another worker reads is asked for. */
  leaseWaitMs: number;
  /** A connection without a completed round trip for this long is ended. */
  silenceMaxMs: number;
  pauseMinMs: number;
  pauseMaxMs: number;
  /** A refused login is tried at most once in this time, so that no server locks the account out. */
  loginPauseMs: number;
};

const defaults: FetchSettings = {
  sweepMs: 60_000,
  reconcileMs: 60 * 60_000,
  leaseMs: 60_000,
  leaseWaitMs: 2_000,
  silenceMaxMs: 5 * 60_000,
  pauseMinMs: 500,
  pauseMaxMs: 20_000,
  loginPauseMs: 60_000,
};

/** A connection that has lasted this long was a good one: the next pause is a short one again. */
const steadyMs = 30_000;

type Watch = { options: FetchOptions; settings: FetchSettings; journal: Journal };

/** Watches one mailbox until `signal` aborts. Never throws: every failure is logged, noted at the mailbox and retried. */
export async function fetchInbox(options: FetchOptions): Promise<void> {
  const { pool, blobs, queue, instance, onStored, signal } = options;
  const settings = { ...defaults, ...options.settings };
  const log = options.log.child({ mailbox: options.inbox.name });
  const journal: Journal = {
    pool,
    blobs,
    queue,
    instance,
    onStored,
    log,
    mailboxId: 0,
    rangeMails: rangeMailsMax,
    marks: true,
    attempts: new Map(),
  };
  const watch = { options, settings, journal };
  for (let failures = 0; !signal.aborted; ) {
    try {
      await holdLease(watch, () => {
        failures = 0;
      });
    } catch (error) {
      if (signal.aborted) break;
      failures++;
      const pauseMs = pauseAfter(error, failures, settings);
      log.warn(
        { error: plainError(error), pauseMs: Math.round(pauseMs) },
        "the mailbox cannot be read now; trying again",
      );
      const told = error instanceof Error ? error.message.slice(0, 500) : "unknown";
      if (journal.mailboxId) await noteLook(pool, journal.mailboxId, told).catch(() => {});
      await pause(pauseMs, signal);
    }
  }
}

/** Exponential with jitter, so that many workers do not come back in step. */
function pauseAfter(error: unknown, failures: number, settings: FetchSettings): number {
  const longest = Math.min(settings.pauseMaxMs, settings.pauseMinMs * 2 ** (failures - 1));
  const refused = error instanceof InboxError && error.kind === "loginRefused";
  return (refused ? Math.max(settings.loginPauseMs, longest) : longest) * (0.75 + Math.random() / 2);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** Waits for the lease, reads while it is held, and gives it back. A lease that is lost ends the connection. */
async function holdLease(watch: Watch, onWorking: () => void): Promise<void> {
  const { options, settings, journal } = watch;
  const { pool, instance, signal } = options;
  journal.mailboxId ||= await ensureMailbox(pool, options.inbox.name);
  while (!(await takeLease(pool, journal.mailboxId, instance, settings.leaseMs))) {
    await pause(settings.leaseWaitMs * (0.75 + Math.random() / 2), signal);
    if (signal.aborted) return;
  }
  const ended = new AbortController();
  const renewal = setInterval(async () => {
    // A database that does not answer cannot tell; the condition at the cursor's move decides then.
    const held = await takeLease(pool, journal.mailboxId, instance, settings.leaseMs).catch(() => true);
    if (!held) ended.abort(new LeaseLost("another worker reads this mailbox now"));
  }, settings.leaseMs / 3);
  try {
    await readMailbox(watch, AbortSignal.any([signal, ended.signal]), onWorking);
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    clearInterval(renewal);
    // After a loss this changes nothing: the row names the other holder.
    await releaseLease(pool, journal.mailboxId, instance).catch(() => {});
  }
}

/** Where to begin in a folder that is older than the desk: behind its last mail of the days before `since`. */
async function lastUidBefore(inbox: Inbox, since: Date | null): Promise<number> {
  if (since === null) return 0;
  const [first] = (await inbox.listSince(since)).sort((a, b) => a - b);
  if (first !== undefined) return first - 1;
  return (await inbox.list(0)).at(-1)?.uid ?? 0;
}

/** One connection: everything new, then news as they come, until the connection ends. */
async function readMailbox(watch: Watch, signal: AbortSignal, onWorking: () => void): Promise<void> {
  const { options, settings, journal } = watch;
  const { log, mailboxId } = journal;
  const { accessToken } = options;
  const inbox = await openInbox(options.inbox, { log, signal, accessToken, silenceMaxMs: settings.silenceMaxMs });
  const openedAt = performance.now();
  try {
    const cursor = await readCursor(options.pool, mailboxId);
    const known = cursor.uidValidity === inbox.uidValidity;
    if (cursor.uidValidity !== null && !known) {
      log.warn("UIDVALIDITY changed: reading the whole mailbox again; mails stored before will count as duplicates");
    }
    let lastUid = known ? cursor.lastUid : await lastUidBefore(inbox, options.inbox.since);
    let reconciledAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      const listed = await inbox.list(lastUid);
      await takeIn(journal, inbox, listed, "moveCursor");
      lastUid = listed.at(-1)?.uid ?? lastUid;
      // A server that lets us in and ends each connection soon after must not be asked twice a second.
      if (performance.now() - openedAt > steadyMs) onWorking();
      if (listed.length) continue;
      if (performance.now() - reconciledAt > settings.reconcileMs) {
        await reconcileInbox(journal, inbox, lastUid, options.inbox.since);
        reconciledAt = performance.now();
      }
      await noteLook(options.pool, mailboxId, null);
      await inbox.waitForNews(settings.sweepMs);
    }
  } finally {
    inbox.close();
  }
}
