/**
 * Domain names as mail compares them: A-labels (IDNA, RFC 5891) in lower-case ASCII, and the organisational domain
 * that a name belongs to (the public suffix list, RFC 9989's relaxed alignment).
 */
import { domainToASCII, domainToUnicode } from "node:url";
import { getDomain } from "tldts";

/** Lower-cases A to Z and nothing else: "ı" or the Kelvin sign must never become a letter of somebody's address. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * The name in A-labels without its last dot, or null when it is not a host name (an address literal is none).
 * A letter that IDNA would fold into plain ASCII, such as a full-width "ａ", is refused: nobody writes their own
 * domain so, and it must not reach another's.
 */
export function domainName(text: string): string | null {
  const bare = text.endsWith(".") ? text.slice(0, -1) : text;
  if (
    bare === "" ||
    bare.length > 253 ||
    /[\u0000-\u0020\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff%/\\?#@:[\]<>^|]/.test(bare)
  ) {
    return null;
  }
  const ascii = /^[a-zA-Z0-9.-]+$/.test(bare) ? asciiLower(bare) : domainToASCII(bare);
  const labels = ascii.split(".");
  const written = bare.split(".");
  if (labels.length !== written.length || !labels.every((label, at) => isWrittenSo(label, written[at] ?? "")))
    return null;
  if (!labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label))) return null;
  // A name that ends in a number is an address to browsers and resolvers, not a name.
  return /^\d+$/.test(labels.at(-1) ?? "") || ascii.length > 253 ? null : ascii;
}

/** Whether an A-label is what was written, or the label that was written in letters of its own script. */
function isWrittenSo(label: string, written: string): boolean {
  if (/^[\x21-\x7e]*$/.test(written)) return label === asciiLower(written);
  return label.startsWith("xn--") && domainToUnicode(label) === written.normalize("NFC").toLowerCase();
}

/** Names that lead nowhere but into somebody's own network (RFC 6761, RFC 6762, RFC 9476), and what offices use for it. */
const inside =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|private|alt|arpa|onion|invalid)$/;

/**
 * Whether mail to a domain leaves the network of the server that sends it. Mail to anything else in a stranger's name, such as
 * an address literal, would let them reach machines that they cannot see.
 */
export function isPublicDomain(domain: string): boolean {
  const name = domainName(domain);
  return name?.includes(".") === true && !inside.test(name);
}

/** The domain that a registrar sold, such as acme.co.uk for mail.acme.co.uk; null for a public suffix itself. */
export function organisationalDomain(name: string): string | null {
  return getDomain(name, { allowPrivateDomains: true, extractHostname: false, validateHostname: false });
}

/** Relaxed alignment: both names belong to the same organisation. A public suffix aligns with itself alone, never. */
export function isAligned(left: string, right: string): boolean {
  const [a, b] = [domainName(left), domainName(right)];
  if (a === null || b === null) return false;
  const organisation = organisationalDomain(a);
  return organisation !== null && organisation === organisationalDomain(b);
}
