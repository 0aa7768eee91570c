/**
 * A mailbox looked over before the desk relies on it: what its server can do, whether it really lets us wait for news
 * (IDLE, RFC 2177), and whether a mail that we sent arrives.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { FetchMessageObject, ImapFlow } from "imapflow";
import type { Header } from "../mail/message.ts";
import { readHeaders } from "../mail/read/headers.ts";
import { type InboxAddress, type InboxOptions, openFolder } from "./imap.ts";

export type InboxFacts = {
  mails: number;
  canWrite: boolean;
  /** Whether stored mail can be marked with a keyword of ours. */
  keepsMarks: boolean;
  canMove: boolean;
  /** UIDPLUS (RFC 4315): only our own mails are removed, not all that people marked as deleted. */
  removesSingly: boolean;
  idle: "works" | "missing";
  madeFolder: boolean;
  /** The headers Received and Authentication-Results of the newest mails. */
  newest: Header[][];
};

/** Enough to see under which name the border server signs. */
const newestMails = 20;
const headerBytesMax = 64 * 1024;
const keyword = "$IntrayStored";

/** Throws InboxError, or what went wrong while waiting for news. */
export async function checkInbox(address: InboxAddress, options: InboxOptions): Promise<InboxFacts> {
  const { client, box, madeFolder } = await openFolder(address, options);
  try {
    const can = (name: string) => client.capabilities.has(name);
    const marks = box.permanentFlags;
    return {
      mails: box.exists,
      canWrite: box.readOnly !== true,
      keepsMarks: marks === undefined || marks.has("\\*") || marks.has(keyword),
      canMove: can("MOVE"),
      removesSingly: can("UIDPLUS"),
      idle: can("IDLE") ? await tryIdle(client) : "missing",
      madeFolder,
      newest: await newestHeaders(client, box.exists),
    };
  } finally {
    client.close();
  }
}

/** Begins to wait and ends it by another command, as the worker does all day. */
async function tryIdle(client: ImapFlow): Promise<"works"> {
  const idling = client.idle();
  await sleep(100);
  await client.noop();
  await idling;
  if (!client.usable) throw new Error("the connection ended while waiting for news (IDLE)");
  return "works";
}

async function newestHeaders(client: ImapFlow, exists: number): Promise<Header[][]> {
  if (exists === 0) return [];
  const range = `${Math.max(1, exists - newestMails + 1)}:*`;
  const query = { uid: true, headers: ["received", "authentication-results"] };
  const newest: Header[][] = [];
  for await (const { headers } of client.fetch(range, query)) {
    if (headers) newest.push(readHeaders(headers.subarray(0, headerBytesMax)).headers);
  }
  return newest;
}

/** A mail that arrived: where, its bytes, and whether the server told of it by itself. */
export type Arrival = { folder: string; raw: Buffer; wasTold: boolean; removed: boolean };

export type Lookout = {
  /** The first mail since the lookout began that holds `mark` in its headers; null when `timeoutMs` are over. It is removed. */
  arrival(mark: string, timeoutMs: number): Promise<Arrival | null>;
  close(): void;
};

/** A mail with a mark of ours is small; a larger one is another's. */
const markedBytesMax = 256 * 1024;
const lookEveryMs = 1_000;

/** Watches a mailbox, and the folder that a worker would move the mail to, for what arrives from now on. */
export async function lookOut(address: InboxAddress, options: InboxOptions): Promise<Lookout> {
  const watches: Watch[] = [];
  const watch = async (folder: InboxAddress) => {
    const { client, box } = await openFolder(folder, options);
    const begun: Watch = {
      client,
      folder: folder.folder,
      nextUid: box.uidNext || (await nextUid(client, folder.folder)),
      wasTold: false,
    };
    client.on("exists", () => {
      begun.wasTold = true;
    });
    watches.push(begun);
  };
  const close = () => {
    for (const { client } of watches) client.close();
  };
  try {
    await watch(address);
    if (address.moveTo) await watch({ ...address, folder: address.moveTo, moveTo: null });
  } catch (error) {
    close();
    throw error;
  }
  return {
    async arrival(mark, timeoutMs) {
      for (const until = performance.now() + timeoutMs; performance.now() < until; ) {
        for (const each of watches) {
          const found = await look(each, mark);
          if (found) return found;
        }
      }
      return null;
    },
    close,
  };
}

/** RFC 3501 did not make every server say it when the folder is opened. */
async function nextUid(client: ImapFlow, path: string): Promise<number> {
  const status = await client.status(path, { uidNext: true });
  const next = status === false ? undefined : status.uidNext;
  if (next === undefined) throw new Error("the server does not say which mail comes next (UIDNEXT)");
  return next;
}

type Watch = { client: ImapFlow; folder: string; nextUid: number; wasTold: boolean };

/** Waits a moment for the server's word, then asks. */
async function look(watch: Watch, mark: string): Promise<Arrival | null> {
  const { client, folder } = watch;
  const idling = client.capabilities.has("IDLE") ? client.idle() : Promise.resolve();
  for (let waited = 0; waited < lookEveryMs && !watch.wasTold; waited += 50) await sleep(50);
  const { wasTold } = watch;
  await client.noop();
  await idling;
  watch.wasTold = false;
  if (client.mailbox && client.mailbox.exists === 0) return null;
  let found: number | null = null;
  // No command may be given inside this loop: the library answers it only after the loop's end.
  for await (const row of client.fetch(`${watch.nextUid}:*`, { uid: true, size: true, headers: true }, { uid: true })) {
    if (row.uid >= watch.nextUid && isMarked(row, mark)) found ??= row.uid;
  }
  if (found === null) return null;
  const whole = await client.fetchOne(String(found), { uid: true, source: true }, { uid: true });
  // A worker may have moved it meanwhile: then it is found in the other folder.
  if (whole === false || !whole.source) return null;
  const removed = client.capabilities.has("UIDPLUS") && (await client.messageDelete(String(found), { uid: true }));
  return { folder, raw: whole.source, wasTold, removed };
}

function isMarked({ size, headers }: FetchMessageObject, mark: string): boolean {
  return (size ?? 0) < markedBytesMax && headers?.subarray(0, headerBytesMax).includes(mark) === true;
}
