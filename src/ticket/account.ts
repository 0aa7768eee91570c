/**
 * Which account an address belongs to by its domain, when no contact has that very address. Only a whole domain or one
 * below it counts ("evil-acme.example" is not "acme.example"), and only one that a single organisation controls.
 */
import { domainToASCII } from "node:url";
import { getDomain } from "tldts";
import { isFreeMail } from "./freemail.ts";

export type DomainMatch<Id> =
  | { kind: "matched"; accountId: Id; domain: string; reason: "domain" | "subdomain" }
  | { kind: "ambiguous"; accountIds: Id[]; domain: string; reason: "severalAccounts" }
  | { kind: "unknown"; reason: "noAddress" | "freeMail" | "sharedDomain" | "unknownDomain" };

/**
 * Finds the account of an address by the most specific domain listed. Domains that anybody may use (free mail, public
 * suffixes such as co.uk or github.io) are never matched, even when they are listed.
 */
export function accountDomainMatch<Id>(
  address: string,
  domains: readonly { domain: string; accountId: Id }[],
): DomainMatch<Id> {
  const domain = domainOf(address);
  if (domain === null) return { kind: "unknown", reason: "noAddress" };
  if (isFreeMail(domain)) return { kind: "unknown", reason: "freeMail" };
  if (isShared(domain)) return { kind: "unknown", reason: "sharedDomain" };
  const owners = new Map<string, Set<Id>>();
  for (const entry of domains) {
    const owned = normalise(entry.domain.trim().replace(/^[@.]/, ""));
    if (owned !== null && (domain === owned || domain.endsWith(`.${owned}`)) && !isShared(owned)) {
      owners.set(owned, (owners.get(owned) ?? new Set()).add(entry.accountId));
    }
  }
  const closest = [...owners.keys()].sort((left, right) => right.length - left.length)[0];
  const ids = closest === undefined ? [] : [...(owners.get(closest) ?? [])];
  const [accountId] = ids;
  if (closest === undefined || accountId === undefined) return { kind: "unknown", reason: "unknownDomain" };
  if (ids.length > 1) return { kind: "ambiguous", accountIds: ids, domain: closest, reason: "severalAccounts" };
  return { kind: "matched", accountId, domain: closest, reason: domain === closest ? "domain" : "subdomain" };
}

/** A public suffix: what is registered below it belongs to anybody. */
function isShared(domain: string): boolean {
  return getDomain(domain, { allowPrivateDomains: true, extractHostname: false, validateHostname: false }) === null;
}

function domainOf(address: string): string | null {
  const at = address.lastIndexOf("@");
  return at < 1 || address.length > 320 ? null : normalise(address.slice(at + 1));
}

/** Lower-case A-labels; null for what is no host name and for letters that IDNA would fold into plain ASCII. */
function normalise(domain: string): string | null {
  const bare = domain.replace(/\.$/, "");
  if (bare === "" || bare.length > 253 || /[\s%/\\?#:[\]<>^|]/.test(bare)) return null;
  const isAscii = /^[a-zA-Z0-9._-]+$/.test(bare);
  const labels = (isAscii ? bare.toLowerCase() : domainToASCII(bare)).split(".");
  const written = bare.split(".");
  if (labels.some((label, at) => !label.startsWith("xn--") && label !== written[at]?.replace(/[A-Z]/g, lower)))
    return null;
  return labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)) ? labels.join(".") : null;
}

function lower(letter: string): string {
  return letter.toLowerCase();
}
