/**
 * Whose mail this is, as far as it can be proven. `From` is a claim (mail.md, "Trust"): it is proven by an aligned
 * DMARC or DKIM pass that our own border server vouches for, or by a DKIM signature we verified ourselves, and by
 * nothing else. Tokens and the roles of agents are weighed later; here is only the mail.
 */

import type { Header, Message } from "../message.ts";
import { type AuthenticationResult, trustedResults } from "./authentication.ts";
import { leavesOpen } from "./coverage.ts";
import { readSignature, type Signature } from "./dkimTags.ts";
import { domainName, isAligned } from "./domain.ts";
import { type Lookalike, looksLike } from "./lookalike.ts";
import { sameAddress, strictMailbox } from "./mailbox.ts";

/** What our own check of one DKIM-Signature found; `signedHeaders` in lower case. */
export type DkimFinding = {
  domain: string;
  selector: string;
  result: "pass" | "fail" | "neutral" | "policy" | "temperror" | "none";
  algorithm: string;
  keyBits: number | null;
  bodyLengthLimited: boolean;
  signedHeaders: string[];
};

/** Why the verdict came out as it did; stored with the mail and shown to agents. */
export type TrustReason =
  | "dmarcPass"
  | "dkimPass"
  | "dkimVerified"
  | "ownPage"
  | "noFrom"
  | "severalFrom"
  | "unclearFrom"
  | "temporaryError"
  | "weakSignature"
  | "notAligned"
  | "failed"
  | "noEvidence";

export type TrustEvidence = {
  /** The author by both readings, or null where they found none or disagreed. */
  address: string | null;
  /** Who verified it: an authserv-id, or null for ourselves. */
  verifiedBy: string | null;
  /** The domain that answers for the author, and the selector of its key where one is known. */
  domain: string | null;
  selector: string | null;
  /** What else was seen, in short words: "dmarc=fail", "dkim=pass shop.example". */
  seen: string[];
  /** Whom the author passes for without being them: a flag for people's eyes, which changes no verdict. */
  imitates: Lookalike | null;
};

export type Trust = { level: "unproven" | "proven"; reason: TrustReason; evidence: TrustEvidence };

const seenMax = 12;

export function trust(input: {
  message: Message;
  trustedAuthservIds: string[];
  dkim: DkimFinding[] | "notChecked" | "temporaryError";
  /** Addresses of agents and our own domains, for the look-alike flag. */
  known?: readonly string[];
}): Trust {
  const author = authorOf(input.message);
  const border = trustedResults(input.message.headers, input.trustedAuthservIds);
  const own = Array.isArray(input.dkim) ? input.dkim : [];
  const results = border.flatMap((one) => one.results);
  const seen = [...results.map(resultInWords), ...own.map((one) => `own dkim=${one.result} ${one.domain}`.trim())];
  const { from } = input.message;
  const imitates = from ? looksLike(from.address, input.known ?? [], from.name) : null;
  const none = { address: null, verifiedBy: null, domain: null, selector: null };
  const evidence = { ...none, seen: seen.slice(0, seenMax), imitates };
  if (author.kind === "none") return { level: "unproven", reason: author.reason, evidence };
  const { address, domain } = author;
  const signatures = signaturesOf(input.message.headers);
  for (const { authservId, results: said } of border) {
    const proof = borderProof(said, results, domain, signatures);
    if (proof) {
      const found = { ...evidence, address, verifiedBy: authservId, domain: proof.domain, selector: proof.selector };
      return { level: "proven", reason: proof.reason, evidence: found };
    }
  }
  const verified = own.find((one) => provesDkim(one, domain, input.message.headers));
  if (verified) {
    const found = { ...evidence, address, domain: verified.domain, selector: verified.selector };
    return { level: "proven", reason: "dkimVerified", evidence: found };
  }
  const reason = whyUnproven(results, own, domain, input.dkim === "temporaryError");
  return { level: "unproven", reason, evidence: { ...evidence, address } };
}

type Author = { kind: "one"; address: string; domain: string } | { kind: "none"; reason: TrustReason };

/** Exactly one From header with exactly one mailbox, on which two readers that know nothing of each other agree. */
function authorOf(message: Message): Author {
  const values = message.headers.filter((header) => header.name.trim() === "from");
  if (values.length > 1 || message.fromCount > 1) return { kind: "none", reason: "severalFrom" };
  const value = values[0]?.value;
  if (value === undefined || value.trim() === "") return { kind: "none", reason: "noFrom" };
  const strict = strictMailbox(value);
  if (strict === null || message.from === null || !sameAddress(message.from.address, strict)) {
    return { kind: "none", reason: "unclearFrom" };
  }
  return { kind: "one", address: strict, domain: strict.slice(strict.lastIndexOf("@") + 1) };
}

function signaturesOf(headers: readonly Header[]): Signature[] {
  return headers
    .filter((header) => header.name === "dkim-signature")
    .map((header) => readSignature(header.value))
    .map((one) => ({ ...one, isWeak: one.isWeak || (one.signed !== null && leavesOpen(one.signed, headers)) }));
}

type Proof = { reason: "dmarcPass" | "dkimPass"; domain: string; selector: string | null };

/** What one trusted header proves. `all` holds the results of its neighbours: two verdicts on DMARC cancel out. */
function borderProof(
  said: readonly AuthenticationResult[],
  all: readonly AuthenticationResult[],
  domain: string,
  signatures: readonly Signature[],
): Proof | null {
  const verdicts = new Set(all.filter((one) => one.method === "dmarc").map((one) => one.result));
  const signed = all.filter((one) => passes(one, "dkim") && isStrong(one, domain, signatures));
  const isWeak = signatures.some((one) => one.isWeak && isAligned(one.domain, domain));
  const dmarc = said.find((one) => passes(one, "dmarc") && isAligned(propertyDomain(one, "header.from"), domain));
  if (dmarc && verdicts.size === 1) {
    // A pass may rest on a signature that covers only a part of the mail; then something better must be named.
    const sent = all.some((one) => passes(one, "spf") && isAligned(propertyDomain(one, "smtp.mailfrom"), domain));
    if (!isWeak || signed.length > 0 || sent) return { reason: "dmarcPass", domain, selector: null };
  }
  // A domain may ask for strict alignment; after a DMARC fail only the very domain of the author answers for them.
  const isFailed = [...verdicts].some((verdict) => verdict === "fail");
  const dkim = said.find((one) => signed.includes(one) && (!isFailed || signer(one) === domain));
  return dkim ? { reason: "dkimPass", domain: signer(dkim), selector: dkim.properties["header.s"] ?? null } : null;
}

function passes(result: AuthenticationResult, method: string): boolean {
  return result.method === method && result.result === "pass";
}

/** A DKIM pass for the author's organisation, not resting on a signature that proves less than the whole mail. */
function isStrong(result: AuthenticationResult, domain: string, signatures: readonly Signature[]): boolean {
  const signedBy = signer(result);
  const selector = result.properties["header.s"];
  const isShaOne = result.properties["header.a"]?.toLowerCase().endsWith("sha1") ?? false;
  const mine = signatures.filter(
    (one) => one.domain === signedBy && (selector === undefined || one.selector === selector.toLowerCase()),
  );
  return isAligned(signedBy, domain) && !isShaOne && !mine.some((one) => one.isWeak);
}

/** `header.d`, or the domain of `header.i`, which is all that Gmail names. */
function signer(result: AuthenticationResult): string {
  return propertyDomain(result, result.properties["header.d"] === undefined ? "header.i" : "header.d");
}

function propertyDomain(result: AuthenticationResult, name: string): string {
  const value = result.properties[name] ?? "";
  return domainName(value.slice(value.lastIndexOf("@") + 1)) ?? "";
}

/** RFC 8301: rsa-sha1 and keys under 1024 bits are worth nothing; a limited body lets anybody add to it. */
function provesDkim(finding: DkimFinding, domain: string, headers: readonly Header[]): boolean {
  const isGood = finding.result === "pass" && isAligned(finding.domain, domain) && !isWeakFinding(finding);
  return isGood && !leavesOpen(finding.signedHeaders, headers);
}

function isWeakFinding(finding: DkimFinding): boolean {
  const algorithm = finding.algorithm.toLowerCase();
  const isKeyGood =
    algorithm === "ed25519-sha256" ||
    (algorithm === "rsa-sha256" && finding.keyBits !== null && finding.keyBits >= 1024);
  return finding.bodyLengthLimited || !isKeyGood || !finding.signedHeaders.includes("from");
}

/** The nearest miss, so that an agent sees at a glance what was wrong; `isUnsure` when DNS did not answer at all. */
function whyUnproven(
  results: readonly AuthenticationResult[],
  own: readonly DkimFinding[],
  domain: string,
  isUnsure: boolean,
): TrustReason {
  const isTemporary = own.some((one) => one.result === "temperror" && isAligned(one.domain, domain));
  if (isUnsure || isTemporary) return "temporaryError";
  const aligned = [
    ...results.filter((one) => passes(one, "dkim")).map(signer),
    ...own.filter((one) => one.result === "pass" || one.result === "policy").map((one) => one.domain),
  ].some((one) => isAligned(one, domain));
  if (aligned) return "weakSignature";
  const isFailed = ["fail", "permerror", "policy"];
  if (results.some((one) => one.method === "dmarc" && isFailed.includes(one.result))) return "failed";
  if (own.some((one) => one.result === "pass")) return "notAligned";
  if (results.some((one) => passes(one, "dkim") || passes(one, "dmarc") || passes(one, "spf"))) return "notAligned";
  return [...results, ...own].some((one) => isFailed.includes(one.result)) ? "failed" : "noEvidence";
}

function resultInWords(result: AuthenticationResult): string {
  const names: Record<string, string> = { spf: "smtp.mailfrom", dmarc: "header.from" };
  const domain = result.method === "dkim" ? signer(result) : propertyDomain(result, names[result.method] ?? "");
  return `${result.method}=${result.result} ${domain}`.trim();
}
