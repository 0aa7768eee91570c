/**
 * One mailbox over IMAP (RFC 9051), seen as a journal reader needs it: what is there above a UID, its bytes without
 * marking them read (BODY.PEEK), news by IDLE, and a mark for what has been stored. It holds no policy and keeps no
 * cursor; what the library answers with `false` or `undefined` becomes a thrown error here.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { type FetchMessageObject, ImapFlow, type MailboxObject, type SearchObject } from "imapflow";
import { limits } from "../mail/limits.ts";
import { explainInbox, InboxError } from "./imaperror.ts";
import type { Log } from "./log.ts";
import { plainError } from "./log.ts";

/** Where a mailbox is, as INBOX_URL names it. `name` is for rows, logs and people and holds no password. */
export type InboxAddress = {
  name: string;
  host: string;
  port: number;
  /** TLS from the first byte. False only for loopback or where `?tls=off` is written out: then there is no TLS at all. */
  secure: boolean;
  user: string;
  password: string;
  folder: string;
  auth: "password" | "oauth2";
  /** Folder that stored mail is moved to; null: it is marked with the keyword `$IntrayStored` and stays. */
  moveTo: string | null;
  /** Mail that came to the server before this day is none of ours: for a folder that is older than the desk. */
  since: Date | null;
};

/** A mail the server has, before its bytes are asked for. */
export type Listed = { uid: number; bytes: number };

/** A mail's bytes. A mail above `limits.rawBytesMax` is `cut` to its first bytes; `bytes` is always its whole size. */
export type FetchedMail = { uid: number; bytes: number; content: Buffer; cut: boolean; receivedAt: Date };

export type Inbox = {
  /** RFC 9051 2.3.1.1: UIDs mean the same mails only as long as this stays the same. */
  readonly uidValidity: number;
  /** Everything above `lastUid`, in order of UID. */
  list(lastUid: number): Promise<Listed[]>;
  /** The UIDs of mail that came to the server on or after that day. */
  listSince(day: Date): Promise<number[]>;
  /** Sizes of these UIDs; those no longer there are left out. */
  sizes(uids: number[]): Promise<Listed[]>;
  /** The bytes of these mails; those removed since they were listed are left out. */
  fetch(mails: Listed[]): Promise<FetchedMail[]>;
  /** Marks or moves stored mail, by one command. */
  mark(uids: number[]): Promise<void>;
  /** The UIDs of mail whose Message-ID header holds this. */
  withMessageId(id: string): Promise<number[]>;
  /** Deletes mail for good. */
  remove(uids: number[]): Promise<void>;
  /** Returns when the server tells of new mail, the connection ended, or the time is over. Asks the server for news. */
  waitForNews(timeoutMs: number): Promise<void>;
  close(): void;
};

export type InboxOptions = {
  log: Log;
  signal: AbortSignal;
  /** Required by `auth: "oauth2"`; asked anew for every connection. */
  accessToken?: ((renew?: boolean) => Promise<string>) | undefined;
  /** A connection without a completed round trip for this long is ended. */
  silenceMaxMs?: number;
};

/** Reaching the server and its greeting. */
const connectTimeoutMs = 10_000;
/** Half-open connections look like quiet mailboxes; five minutes is what mail.md promises. */
const silenceMaxMs = 5 * 60_000;
/** What must arrive between two looks of the watchdog (a tenth of the silence) to count as a sign of life. */
const progressBytes = 16 * 1024;
/** How often a server that has no IDLE is asked. */
const pollMs = 10_000;
const keyword = "$IntrayStored";

/** Connects, logs in and opens the folder. Throws InboxError. */
export async function openInbox(address: InboxAddress, options: InboxOptions): Promise<Inbox> {
  const { client, box } = await openFolder(address, options);
  return inboxOf(client, Number(box.uidValidity), address, options.silenceMaxMs ?? silenceMaxMs);
}

/** The connection itself, with the folder opened in it and `moveTo` there, made where it was missing. */
export async function openFolder(
  address: InboxAddress,
  options: InboxOptions,
): Promise<{ client: ImapFlow; box: MailboxObject; madeFolder: boolean }> {
  const accessToken = address.auth === "oauth2" ? await options.accessToken?.() : undefined;
  if (address.auth === "oauth2" && !accessToken) {
    throw new InboxError("loginRefused", `${place(address)}: ?auth=oauth2 needs the OAUTH_ settings`);
  }
  const silence = options.silenceMaxMs ?? silenceMaxMs;
  const client = new ImapFlow({
    host: address.host,
    port: address.port,
    secure: address.secure,
    ...(address.secure ? {} : { doSTARTTLS: false }),
    auth: accessToken ? { user: address.user, accessToken } : { user: address.user, pass: address.password },
    logger: false,
    disableAutoIdle: true,
    // Sizes are asked for before bytes; a server that then sends far more than it said is cut off.
    maxLiteralSize: 2 * limits.rawBytesMax,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: silence,
  });
  // Without a listener an error of a connection would end the process; every command in flight is told by its rejection.
  client.on("error", (error) => options.log.debug({ error: plainError(error) }, "the mailbox connection failed"));
  const stop = () => client.close();
  options.signal.addEventListener("abort", stop, { once: true });
  client.on("close", () => options.signal.removeEventListener("abort", stop));
  try {
    options.signal.throwIfAborted();
    await client.connect();
    const box = await client.mailboxOpen(address.folder);
    return { client, box, madeFolder: address.moveTo ? await makeFolder(client, address.moveTo) : false };
  } catch (error) {
    client.close();
    const explained = explainInbox(error, place(address), address.folder);
    // A provider may end a token before its time: the next connection gets a new one.
    if (explained.kind === "loginRefused" && accessToken) await options.accessToken?.(true).catch(() => {});
    throw explained;
  }
}

/** False where it is there already, which not every server says in a way that a program understands (RFC 5530). */
async function makeFolder(client: ImapFlow, path: string): Promise<boolean> {
  try {
    return (await client.mailboxCreate(path)).created === true;
  } catch (error) {
    const isThere = await client.status(path, { messages: true }).then(
      (status) => status !== false,
      () => false,
    );
    if (!isThere) throw error;
    return false;
  }
}

/** An open connection, what is known of its life, and how to wake who waits for news. */
type Line = { client: ImapFlow; address: InboxAddress; heardAt: number; hasNews: boolean; wake: () => void };

function inboxOf(client: ImapFlow, uidValidity: number, address: InboxAddress, silence: number): Inbox {
  const line: Line = { client, address, heardAt: performance.now(), hasNews: false, wake: () => {} };
  watchOver(line, silence);
  return {
    uidValidity,
    // `n:*` always answers with the last mail, even below n (RFC 9051, "sequence-set").
    list: (lastUid) => ask(line, () => listRange(line, `${lastUid + 1}:*`, lastUid)),
    sizes: async (uids) => (uids.length ? await ask(line, () => listRange(line, uids.join(","), 0)) : []),
    listSince: (day) => ask(line, () => search(line, { since: day })),
    fetch: (mails) => ask(line, () => fetchMails(line, mails)),
    mark: (uids) => ask(line, () => markStored(line, uids.join(","))),
    withMessageId: (id) => ask(line, () => search(line, { header: { "message-id": id } })),
    remove: (uids) => ask(line, () => removeMails(line, uids)),
    waitForNews: (timeoutMs) => waitForNews(line, timeoutMs),
    close: () => client.close(),
  };
}

/** Ends a connection that has been silent for too long, and wakes who waits when there is news or the connection ends. */
function watchOver(line: Line, silence: number): void {
  const { client } = line;
  let received = 0;
  const watchdog = setInterval(() => {
    // A large mail over a slow line is no silence; a few bytes now and then are.
    const now = client.stats().received;
    if (now - received > progressBytes) line.heardAt = performance.now();
    received = now;
    if (performance.now() - line.heardAt > silence) client.close();
  }, silence / 10);
  watchdog.unref();
  client.on("exists", () => {
    line.hasNews = true;
    line.wake();
  });
  client.on("close", () => {
    clearInterval(watchdog);
    line.wake();
  });
}

/** One command: its errors are explained, its success is a sign of life. */
async function ask<T>(line: Line, command: () => Promise<T>): Promise<T> {
  try {
    if (!line.client.usable) throw new Error("the connection has ended");
    const answer = await command();
    line.heardAt = performance.now();
    return answer;
  } catch (error) {
    throw explainInbox(error, place(line.address), line.address.folder);
  }
}

async function readRows<T>(line: Line, range: string, query: object, read: (row: Row) => T | null): Promise<T[]> {
  const found: T[] = [];
  // No command may be given inside this loop: the library answers it only after the loop's end, which then never comes.
  for await (const row of line.client.fetch(range, { uid: true, ...query }, { uid: true })) {
    line.heardAt = performance.now();
    const value = read(row);
    if (value !== null) found.push(value);
  }
  return found;
}

async function listRange(line: Line, range: string, lastUid: number): Promise<Listed[]> {
  const { mailbox } = line.client;
  if (mailbox && mailbox.exists === 0) return [];
  const read = (row: Row) => (row.uid > lastUid ? { uid: row.uid, bytes: row.size ?? 0 } : null);
  return (await readRows(line, range, { size: true }, read)).sort((a, b) => a.uid - b.uid);
}

async function fetchMails(line: Line, mails: Listed[]): Promise<FetchedMail[]> {
  const sizes = new Map(mails.map((mail) => [mail.uid, mail.bytes]));
  const isLarge = (mail: Listed) => mail.bytes > limits.rawBytesMax;
  // The library asks for BODY.PEEK, which leaves the mail unread for the people of the mailbox.
  const bytesOf = async (uids: number[], source: object | true) =>
    uids.length
      ? await readRows(line, uids.join(","), { internalDate: true, source }, (row) => fetchedMail(row, sizes))
      : [];
  const uids = (some: Listed[]) => some.map((mail) => mail.uid);
  const whole = await bytesOf(uids(mails.filter((mail) => !isLarge(mail))), true);
  const heads = await bytesOf(uids(mails.filter(isLarge)), { maxLength: limits.headerBytesMax });
  return [...whole, ...heads].sort((a, b) => a.uid - b.uid);
}

async function search({ client }: Line, query: SearchObject): Promise<number[]> {
  const uids = await client.search(query, { uid: true });
  if (!Array.isArray(uids)) throw new Error("the server refused a search");
  return uids;
}

/** Only these, where the server knows UID EXPUNGE (RFC 4315); one that does not also removes what others marked as deleted. */
async function removeMails({ client }: Line, uids: number[]): Promise<void> {
  if (uids.length === 0) return;
  if (!(await client.messageDelete(uids.join(","), { uid: true })))
    throw new Error("the server refused to delete mail");
}

async function markStored({ client, address }: Line, range: string): Promise<void> {
  const { moveTo } = address;
  const done = moveTo
    ? await client.messageMove(range, moveTo, { uid: true })
    : await client.messageFlagsAdd(range, [keyword], { uid: true, silent: true });
  if (!done) throw new Error(moveTo ? `mail cannot be moved to ${moveTo}` : `the keyword ${keyword} is refused`);
}

async function waitForNews(line: Line, timeoutMs: number): Promise<void> {
  const { client } = line;
  if (!client.usable) return;
  const over = new AbortController();
  const woken = new Promise<void>((resolve) => {
    line.wake = resolve;
  });
  if (!line.hasNews) {
    // IDLE ends when another command needs the connection (NOOP below), or by the server's will: then not at once again.
    const idle = client.idle().then(() => sleep(1000));
    const patienceMs = client.capabilities.has("IDLE") ? timeoutMs : Math.min(timeoutMs, pollMs);
    const patience = sleep(patienceMs, undefined, { signal: over.signal });
    await Promise.race([woken, idle, patience]).finally(() => over.abort());
  }
  if (!line.hasNews && client.usable) await ask(line, () => client.noop());
  line.hasNews = false;
}

type Row = Pick<FetchMessageObject, "uid" | "size" | "source" | "internalDate">;

function fetchedMail(row: Row, sizes: Map<number, number>): FetchedMail | null {
  const listedBytes = sizes.get(row.uid);
  // Servers slip in rows nobody asked for: a changed flag of another mail has no bytes.
  if (listedBytes === undefined || row.source === undefined) return null;
  const receivedAt = new Date(row.internalDate ?? Number.NaN);
  if (Number.isNaN(receivedAt.getTime())) throw new Error(`mail ${row.uid} has no readable INTERNALDATE`);
  const cut = listedBytes > limits.rawBytesMax;
  return { uid: row.uid, bytes: cut ? listedBytes : row.source.length, content: row.source, cut, receivedAt };
}

function place({ user, host, port }: InboxAddress): string {
  return `mailbox ${user} at ${host}:${port}`;
}
