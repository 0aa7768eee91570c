/**
 * The author of a mail by the strictest reading of RFC 5322 section 3.4: one plain mailbox or nobody. Written apart
 * from the reader that serves display, so that a From header which two programs would read differently proves nothing.
 */
import { asciiLower, domainName } from "./domain.ts";

const valueCharsMax = 2_000;

/** The address in lower-case ASCII with A-labels, or null for groups, lists, routes, quoted local parts and doubt. */
export function strictMailbox(value: string): string | null {
  if (value.length > valueCharsMax) return null;
  const text = plainTrim(value.replace(/\r?\n(?=[ \t])/g, ""));
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text)) return null;
  const bare = withoutComments(text);
  if (bare === null) return null;
  const angle = bare.lastIndexOf("<");
  if (angle < 0) return strictAddress(bare);
  const name = plainTrim(bare.slice(0, angle));
  if (!bare.endsWith(">")) return null;
  const address = strictAddress(plainTrim(bare.slice(angle + 1, -1)));
  // Some mailers repeat the address as a bare name: both readings are the same person then.
  return isPhrase(name) || strictAddress(name.replace(/^'(.*)'$/, "$1")) === address ? address : null;
}

/** White space of RFC 5322 alone: JavaScript's own trim also takes no-break spaces and byte order marks away. */
function plainTrim(text: string): string {
  return text.replace(/^[ \t\r\n]+/, "").replace(/[ \t\r\n]{1,1000}$/, "");
}

/** A phrase of words and quoted strings; dots, square brackets and letters of any script are harmless. */
function isPhrase(name: string): boolean {
  return !/["<>():;@\\,]/.test(name.replace(/"(?:[^"\\]|\\.)*"/g, "x"));
}

/** Comments outside quotes taken out; null where a quote or a comment is left open, or one stands inside an address. */
function withoutComments(text: string): string | null {
  let bare = "";
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === "\\" && (isQuoted || depth > 0)) {
      if (depth === 0) bare += char + text.charAt(at + 1);
      at++;
    } else if (isQuoted || (char === '"' && depth === 0)) {
      if (char === '"') isQuoted = !isQuoted;
      bare += char;
    } else if (char === "(") depth++;
    else if (char === ")") {
      if (--depth < 0) return null;
      bare += " ";
    } else if (depth === 0) bare += char;
  }
  return isQuoted || depth > 0 ? null : plainTrim(bare);
}

function strictAddress(address: string): string | null {
  const parts = address.split("@");
  const [local = "", domain = ""] = parts;
  if (parts.length !== 2 || local.length > 64 || local.includes("=?")) return null;
  if (!/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i.test(local)) return null;
  const name = domain.endsWith(".") ? null : domainName(domain);
  return name === null ? null : `${asciiLower(local)}@${name}`;
}

/** One address or two: ASCII case and A-labels apart, every character counts; plus and dots are never stripped. */
export function sameAddress(left: string, right: string): boolean {
  const [a, b] = [comparable(left), comparable(right)];
  return a !== null && a === b;
}

/** What an address is compared by. Local parts may be of any script here, and are compared as they stand. */
export function comparable(address: string): string | null {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  if (at < 1 || address.length > 320 || /[\u0000-\u0020\u007f]/.test(local)) return null;
  const name = domainName(address.slice(at + 1));
  return name === null ? null : `${asciiLower(local)}@${name}`;
}
