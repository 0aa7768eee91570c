/**
 * DKIM signatures of a raw mail, verified over DNS (RFC 6376, 8301, 8463) with mailauth. What a finding is worth is
 * decided in mail/trust; here strangers only learn that we look up a bounded number of keys within a bounded time.
 */
import { Resolver } from "node:dns/promises";
import { setTimeout as after } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { DkimFinding } from "../mail/proof/trust.ts";
import type { ThreadMessage } from "./dkim.worker.ts";
import { type DnsResolver, verifyRaw } from "./dkimVerify.ts";

export type Dkim = { verify(raw: Buffer): Promise<DkimFinding[] | "temporaryError"> };

/** Real mails carry one to four signatures; each more costs a look-up and perhaps one more hash of the body. */
const signaturesMax = 12;
const headerBytesMax = 512 * 1024;
/** Hashing so much takes some hundredths of a second; more would be felt by everything else. */
const inlineBytesMax = 256 * 1024;
/** Real headers stay under both; mailauth takes quadratic time for white space (98 s for 200 KB of it). */
const inlineHead = { charsMax: 64 * 1024, spacesMax: 250 };
/** Loading the verifier into a thread on a busy machine does not count against the mail; it takes no longer than this. */
const threadStartMs = 30_000;
/** Keys change seldom, and a key that was just published must be found soon. */
const keptMs = { found: 10 * 60_000, notFound: 60_000 };

/**
 * Opens a verifier. `timeoutMs` bounds one whole mail, DNS included; `cacheMax` is the number of keys remembered.
 * A mail without a DKIM-Signature costs nothing and gives an empty list. `now` is for tests of the cache.
 */
export function openDkim(options: {
  resolver?: DnsResolver;
  timeoutMs: number;
  cacheMax: number;
  now?: () => number;
}): Dkim {
  const resolver = cached(
    options.resolver ?? systemResolver(options.timeoutMs),
    options.cacheMax,
    options.now ?? Date.now,
  );
  return {
    async verify(raw) {
      const head = headOf(raw);
      const count = (head.match(/(?:^|\n)dkim-signature[ \t]{0,20}:/gi) ?? []).length;
      if (count === 0) return [];
      if (count > signaturesMax || hasControlInFrom(head)) return [refused];
      return await inTime(raw, isMild(raw, head), resolver, options.timeoutMs);
    },
  };
}

/** What is said of a mail that is not worth a look-up. */
const refused: DkimFinding = {
  domain: "",
  selector: "",
  result: "policy",
  algorithm: "",
  keyBits: null,
  bodyLengthLimited: false,
  signedHeaders: [],
};

/** Mails like most are verified here at once; any other in a thread of its own, which is ended when time is up. */
function isMild(raw: Buffer, head: string): boolean {
  const { charsMax, spacesMax } = inlineHead;
  return raw.length <= inlineBytesMax && head.length <= charsMax && !new RegExp(`\\s{${spacesMax}}`).test(head);
}

async function inTime(
  raw: Buffer,
  isInline: boolean,
  resolver: DnsResolver,
  timeoutMs: number,
): Promise<DkimFinding[] | "temporaryError"> {
  const giveUp = new AbortController();
  const options = { signal: giveUp.signal, ref: false };
  const thread = isInline ? null : openThread(raw, resolver);
  const started = thread ? Promise.race([thread.started, after(threadStartMs, undefined, options)]) : Promise.resolve();
  const late = started.then(() => after(timeoutMs, "temporaryError" as const, options));
  late.catch(() => undefined);
  try {
    const found = await Promise.race([thread ? thread.found : verifyRaw(raw, resolver), late]);
    // A thread that ran out of time over the bytes themselves will do so again; only DNS gets another chance.
    return found === "temporaryError" && thread?.isBusy() ? [refused] : found;
  } catch {
    // Bytes that break the verifier prove nothing; the mail goes on as any unproven one.
    return [refused];
  } finally {
    giveUp.abort();
    await thread?.end();
  }
}

type Thread = {
  started: Promise<void>;
  found: Promise<DkimFinding[] | "temporaryError">;
  /** Neither done nor waiting for DNS. */
  isBusy: () => boolean;
  end: () => Promise<unknown>;
};

/** The thread has no network of its own to speak of: it asks for keys here, where they are bounded and remembered. */
function openThread(raw: Buffer, resolver: DnsResolver): Thread {
  const copy = new Uint8Array(raw);
  const worker = new Worker(new URL("./dkim.worker.ts", import.meta.url), {
    workerData: copy,
    transferList: [copy.buffer],
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  let state: "starting" | "working" | "asking" | "done" = "starting";
  let begun: () => void = () => undefined;
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const answer = (message: object) => {
    state = "working";
    worker.postMessage(message);
  };
  const found = new Promise<DkimFinding[] | "temporaryError">((resolve, reject) => {
    worker.on("message", (message: ThreadMessage) => {
      if (message.kind === "started") {
        state = "working";
        begun();
        return;
      }
      if (message.kind === "found") {
        state = "done";
        resolve(message.found);
        return;
      }
      state = "asking";
      resolver(message.name, message.type).then(
        (records) => answer({ id: message.id, records }),
        (error: unknown) => answer({ id: message.id, code: codeOf(error) ?? "ESERVFAIL" }),
      );
    });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("the thread that verifies DKIM ended early")));
  });
  found.catch(() => undefined);
  return { started, found, isBusy: () => state === "working", end: () => worker.terminate() };
}

/** The headers as they stand, one character a byte; headers larger than any real ones are cut. */
function headOf(raw: Buffer): string {
  const head = raw.subarray(0, headerBytesMax).toString("latin1");
  return head.slice(0, /\r?\n\r?\n/.exec(head)?.index ?? head.length);
}

/** A NUL or a bare CR within From is read by some programs as its end and left out by others: nobody is proven so. */
function hasControlInFrom(head: string): boolean {
  let isFrom = false;
  for (const line of head.split(/\r?\n/)) {
    if (!/^[ \t]/.test(line)) isFrom = /^[\x00-\x20]{0,20}from[\x00-\x20]{0,20}:/i.test(line);
    if (isFrom && /[\x00-\x08\x0a-\x1f\x7f]/.test(line)) return true;
  }
  return false;
}

function systemResolver(timeoutMs: number): DnsResolver {
  const dns = new Resolver({ timeout: Math.max(500, Math.floor(timeoutMs / 3)), tries: 2 });
  return async (name, type) => {
    if (type !== "TXT") throw Object.assign(new Error(`no ${type} records are looked up here`), { code: "ENOTFOUND" });
    return await dns.resolveTxt(name);
  };
}

type Kept = { answer: Promise<string[][] | string[]>; until: number };

/** Remembers answers, and that there was none; what may be otherwise in a second (SERVFAIL, timeout) is asked again. */
function cached(resolver: DnsResolver, max: number, now: () => number): DnsResolver {
  const kept = new Map<string, Kept>();
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = kept.get(key);
    if (known && known.until > now()) return known.answer;
    kept.delete(key);
    const answer = resolver(name, type);
    const entry: Kept = { answer, until: now() + keptMs.found };
    kept.set(key, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= max) break;
      kept.delete(oldest);
    }
    answer.catch((error: unknown) => {
      const code = codeOf(error);
      entry.until = code === "ENOTFOUND" || code === "ENODATA" ? now() + keptMs.notFound : 0;
    });
    return answer;
  };
}

function codeOf(error: unknown): string | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
  return typeof code === "string" ? code : null;
}
