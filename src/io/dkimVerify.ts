/**
 * One mail's DKIM signatures checked with mailauth, and its answers turned into findings. Runs in the main thread for
 * small mails and in a thread of its own for large ones (dkim.worker.ts).
 */
import { Readable } from "node:stream";
import { type DKIMResult, dkimVerify } from "mailauth";
import type { DkimFinding } from "../mail/proof/trust.ts";

/** Looks up DNS records as `dns.resolve` does: rejects with a `code` such as ENOTFOUND. */
export type DnsResolver = (name: string, type: string) => Promise<string[][] | string[]>;

export async function verifyRaw(raw: Buffer, resolver: DnsResolver): Promise<DkimFinding[] | "temporaryError"> {
  const { results, fromFields } = await dkimVerify(oneChunk(raw), {
    resolver,
    minBitLength: 1024,
    rejectRsaSha1: true,
  });
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

/**
 * mailauth takes quadratic time for a body in many chunks without line ends, and a hundred times as long for bare line
 * feeds: it is given one chunk, whose line ends are CRLF as RFC 6376 section 5.3 wants them anyway.
 */
function oneChunk(raw: Buffer): Readable {
  return Readable.from([withLineEnds(raw)], { objectMode: false });
}

function withLineEnds(raw: Buffer): Buffer {
  let bareCount = 0;
  for (let at = raw.indexOf(10); at >= 0; at = raw.indexOf(10, at + 1)) if (raw[at - 1] !== 13) bareCount++;
  if (bareCount === 0) return raw;
  const whole = Buffer.allocUnsafe(raw.length + bareCount);
  let end = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] ?? 0;
    if (byte === 10 && raw[at - 1] !== 13) whole[end++] = 13;
    whole[end++] = byte;
  }
  return whole;
}
