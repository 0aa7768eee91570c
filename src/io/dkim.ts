/**
 * DKIM signatures of a raw mail, verified over DNS (RFC 6376, 8301, 8463) with mailauth. What a finding is worth is
 * decided in mail/trust; here strangers only learn that we look up a bounded number of keys within a bounded time.
 */
import { Resolver } from "node:dns/promises";
import { setTimeout as after } from "node:timers/promises";
import { type DKIMResult, dkimVerify } from "mailauth";
import type { DkimFinding } from "../mail/trust.ts";

/** Looks up DNS records as `dns.resolve` does: rejects with a `code` such as ENOTFOUND. */
export type DnsResolver = (name: string, type: string) => Promise<string[][] | string[]>;

export type Dkim = { verify(raw: Buffer): Promise<DkimFinding[] | "temporaryError"> };

/** Real mails carry one to four signatures; each more costs a look-up and perhaps one more hash of the body. */
const signaturesMax = 12;
const headerBytesMax = 512 * 1024;
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
      const giveUp = new AbortController();
      const late = after(options.timeoutMs, "temporaryError" as const, { signal: giveUp.signal, ref: false });
      late.catch(() => undefined);
      try {
        return await Promise.race([findings(raw, resolver), late]);
      } finally {
        giveUp.abort();
      }
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

async function findings(raw: Buffer, resolver: DnsResolver): Promise<DkimFinding[] | "temporaryError"> {
  const { results, fromFields } = await dkimVerify(raw, { resolver, minBitLength: 1024, rejectRsaSha1: true });
  const found = results.map((result) => findingOf(result, fromFields));
  return found.length > 0 && found.every((one) => one.result === "temperror") ? "temporaryError" : found;
}

/** Laxness about how a key record is written harms nobody; about the signature itself it would. */
const harmlessWarnings = new Set(["key-syntax", "key-v-syntax", "key-type-inferred", "rsa-sha1"]);

function findingOf(result: DKIMResult, fromFields: number): DkimFinding {
  const { status } = result;
  const isLax = (status.warnings ?? []).some((warning) => !harmlessWarnings.has(warning));
  // RFC 6376 section 3.6.1: a key in testing (t=y) answers for nothing yet.
  const isVoid = status.result === "pass" && (isLax || status.testing === true || fromFields !== 1);
  const { keyBits, domain } = { keyBits: numberOf(result, "modulusLength"), domain: result.signingDomain ?? "" };
  return {
    domain: domain.toLowerCase(),
    selector: result.selector ?? "",
    result: isVoid ? "policy" : verdictOf(status.result),
    algorithm: (result.algo ?? "").toLowerCase(),
    keyBits,
    bodyLengthLimited: Reflect.get(result, "canonBodyLengthLimited") === true,
    signedHeaders: (result.signingHeaders?.keys ?? "")
      .toLowerCase()
      .split(":")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  };
}

const verdicts = ["pass", "fail", "neutral", "policy", "temperror", "none"] as const;

function verdictOf(word: string): DkimFinding["result"] {
  return verdicts.find((verdict) => verdict === word) ?? "neutral";
}

function numberOf(result: DKIMResult, name: string): number | null {
  const value: unknown = Reflect.get(result, name);
  return typeof value === "number" ? value : null;
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
      const code = error instanceof Error ? Reflect.get(error, "code") : null;
      entry.until = code === "ENOTFOUND" || code === "ENODATA" ? now() + keptMs.notFound : 0;
    });
    return answer;
  };
}
