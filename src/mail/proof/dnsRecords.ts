/**
 * What a domain says of its mail in DNS: SPF (RFC 7208), DMARC (RFC 9989) and DKIM keys (RFC 6376 section 3.6.1), read
 * from the texts published there. Nothing is looked up here.
 */
import { createPublicKey } from "node:crypto";
import { asciiLower } from "./domain.ts";

export type Spf =
  | { kind: "none" }
  | { kind: "several" }
  | { kind: "one"; record: string; end: SpfEnd; includes: string[] };
/** What becomes of mail from elsewhere. */
export type SpfEnd = "fail" | "softFail" | "neutral" | "passAll" | "redirect";

/** A record begins with its version and a space; two of them are an error for every receiver (section 4.5). */
export function readSpf(texts: readonly string[]): Spf {
  const records = texts.filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [record, ...more] = records;
  if (record === undefined) return { kind: "none" };
  if (more.length > 0) return { kind: "several" };
  const terms = asciiLower(record).split(/ +/).slice(1, 200);
  const ofKind = (prefix: string) =>
    terms.flatMap((term) => (term.replace(/^[+]/, "").startsWith(prefix) ? [term] : []));
  const includes = ofKind("include:").map((term) => term.replace(/^\+?include:/, ""));
  return { kind: "one", record, end: spfEnd(terms), includes };
}

function spfEnd(terms: string[]): SpfEnd {
  const all = terms.find((term) => /^[+?~-]?all$/.test(term));
  if (all === undefined) return terms.some((term) => term.startsWith("redirect=")) ? "redirect" : "neutral";
  if (all.startsWith("-")) return "fail";
  if (all.startsWith("~")) return "softFail";
  return all.startsWith("?") ? "neutral" : "passAll";
}

export type Dmarc =
  | { kind: "none" }
  | { kind: "several" }
  | { kind: "one"; policy: "none" | "quarantine" | "reject"; reports: boolean };

/** `isOrganisation`: read at the organisational domain for a name below it, whose policy may be another (`sp`). */
export function readDmarc(texts: readonly string[], isOrganisation = false): Dmarc {
  const records = texts.filter((text) => /^v=DMARC1\s*(?:;|$)/.test(text));
  const [record, ...more] = records;
  if (record === undefined) return { kind: "none" };
  if (more.length > 0) return { kind: "several" };
  const tags = tagsOf(record);
  const word = asciiLower((isOrganisation ? tags.get("sp") : undefined) ?? tags.get("p") ?? "none");
  const policy = word === "reject" || word === "quarantine" ? word : "none";
  return { kind: "one", policy, reports: (tags.get("rua") ?? "") !== "" };
}

/** A revoked key has nothing after `p=`; a key in testing (t=y) answers for nothing yet. */
export type DkimKey =
  | { kind: "none" | "revoked" | "testing" | "unreadable" }
  | { kind: "key"; algorithm: "rsa" | "ed25519"; bits: number };

export function readDkimKey(texts: readonly string[]): DkimKey {
  const tags = texts.map(tagsOf).find((each) => each.has("p"));
  if (!tags) return { kind: "none" };
  const key = (tags.get("p") ?? "").replace(/\s+/g, "");
  if (key === "") return { kind: "revoked" };
  if ((tags.get("t") ?? "").split(":").some((flag) => flag.trim() === "y")) return { kind: "testing" };
  if (asciiLower(tags.get("k") ?? "rsa") === "ed25519") return { kind: "key", algorithm: "ed25519", bits: 256 };
  try {
    const read = createPublicKey({ key: Buffer.from(key, "base64"), format: "der", type: "spki" });
    return { kind: "key", algorithm: "rsa", bits: read.asymmetricKeyDetails?.modulusLength ?? 0 };
  } catch {
    return { kind: "unreadable" };
  }
}

function tagsOf(record: string): Map<string, string> {
  const tags = new Map<string, string>();
  for (const tag of record.slice(0, 10_000).split(";").slice(0, 50)) {
    const equals = tag.indexOf("=");
    if (equals > 0) tags.set(asciiLower(tag.slice(0, equals).trim()), tag.slice(equals + 1).trim());
  }
  return tags;
}
