/**
 * Addresses of a header (RFC 5322 §3.4) as plain values. Groups are opened, encoded words belong to the name and never
 * to the address, and an address is compared with ASCII lower-casing and A-labels only (mail.md, "Trust").
 */
import { domainToASCII } from "node:url";
import { parseAddressHeader } from "mailparser";
import { limits } from "../limits.ts";
import type { Address } from "../message.ts";
import { decodeWords, oneLine } from "./encoded.ts";

type Parsed = ReturnType<typeof parseAddressHeader>["value"][number];

/** The addresses of one or several values, in order, without those that hold no `@`. */
export function addresses(values: string[], countMax: number = limits.addressCountMax): Address[] {
  const found: Address[] = [];
  for (const value of values) {
    if (found.length >= countMax) break;
    collect(parse(value), found, countMax, 0);
  }
  return found;
}

/** True where a value holds a group (`Team: a@x, b@x;`), which RFC 6854 allows in From and nobody can answer. */
export function hasGroup(value: string): boolean {
  return value.includes(":") && parse(value).some((entry) => entry.group !== undefined);
}

function parse(value: string): Parsed[] {
  // 500 addresses of ordinary length; addressparser is linear, so this is about memory only.
  const text = value.length > 128 * 1024 ? value.slice(0, value.lastIndexOf(",", 128 * 1024)) : value;
  try {
    return parseAddressHeader(text, { decodePunycode: false }).value;
  } catch {
    return [];
  }
}

function collect(entries: Parsed[], found: Address[], countMax: number, depth: number): void {
  for (const entry of entries) {
    if (found.length >= countMax) return;
    if (entry.group !== undefined && depth < 3) collect(entry.group, found, countMax, depth + 1);
    const address = normalAddress(entry.address ?? "");
    if (address !== null) found.push({ name: nameOf(entry.name ?? "", address), address });
  }
}

/** The parser decodes encoded words by the book; those that mailers wrote wrongly are tried once more. */
function nameOf(name: string, address: string): string {
  const text = oneLine(decodeWords(name), 300)
    .replace(/^["']{1,50}|["']{1,50}$/g, "")
    .trim();
  return text.toLowerCase() === address ? "" : text;
}

/** `Local@Domain` lower-cased in ASCII, the domain as A-labels; null for what is no address. */
export function normalAddress(raw: string): string | null {
  const text = raw.trim().replace(/^<|>$/g, "");
  const at = text.lastIndexOf("@");
  if (at < 1 || at === text.length - 1 || text.length > 320) return null;
  if (/[\s<>,;:"()[\]\\\x00-\x20\x7f]/.test(text) || !text.isWellFormed()) return quotedLocal(text, at);
  const domain = text.slice(at + 1).replace(/\.$/, "");
  const ascii = /^[\x21-\x7e]+$/.test(domain) ? domain : domainToASCII(domain);
  if (ascii === "" || !/^[^@]+$/.test(text.slice(0, at))) return null;
  return lower(`${text.slice(0, at)}@${ascii}`);
}

/** Address literals (`user@[192.0.2.1]`) are addresses; a quoted local part with spaces is none that we keep. */
function quotedLocal(text: string, at: number): string | null {
  const literal = /^[!#-'*+\-/-9=?A-Z^-~.]+@\[[0-9A-Fa-f:.IPv]{2,60}\]$/.test(text);
  if (literal) return lower(text);
  const plain = /^"([!#-'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64})"@([A-Za-z0-9.-]{1,255})$/.exec(text);
  return plain === null || at < 1 ? null : lower(`${plain[1]}@${plain[2]}`);
}

function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Addresses of envelope headers (Delivered-To and its like), which often stand bare. */
export function bareAddresses(values: string[]): string[] {
  const found = new Set<string>();
  for (const value of values.slice(0, 50)) {
    for (const word of value.slice(0, 2_000).split(/[\s,;]+/)) {
      const address = normalAddress(word);
      if (address !== null) found.add(address);
    }
  }
  return [...found];
}
