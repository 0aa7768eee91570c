/**
 * The header block as a list, top to bottom, with nothing merged and nothing left out (RFC 5322 §2.2). A parser that
 * keeps only the first From hides exactly the mails one must not trust.
 */
import { isAscii } from "node:buffer";
import { limits } from "../limits.ts";
import type { Header } from "../message.ts";
import { decodeText } from "./charset.ts";

/** Reads raw header bytes, without the empty line at the end. Lines that are no header are counted, not kept. */
export function readHeaders(block: Buffer): { headers: Header[]; strayLines: number; eightBit: boolean } {
  const ascii = isAscii(block);
  // Each byte is one character here; values with high bytes are decoded one by one below.
  const lines = block.toString("latin1").split(/\r?\n/);
  const headers: Header[] = [];
  let strayLines = 0;
  let current: { name: string; pieces: string[] } | null = null;
  const keep = () => {
    if (current !== null) headers.push({ name: current.name, value: headerText(current.pieces.join(""), ascii) });
  };
  for (const line of lines) {
    if (line === "") continue;
    if (current !== null && (line[0] === " " || line[0] === "\t")) {
      current.pieces.push(line[0] === "\t" ? ` ${line.slice(1)}` : line);
      continue;
    }
    const found = /^([!-9;-~]{1,100})[ \t]{0,20}:/.exec(line);
    if (found === null) {
      strayLines += 1;
      continue;
    }
    keep();
    current = { name: (found[1] ?? "").toLowerCase(), pieces: [line.slice(found[0].length)] };
  }
  keep();
  return { headers: headers.slice(0, limits.headerCountMax), strayLines, eightBit: !ascii };
}

/** A raw value as text: UTF-8 or a guess where bytes are not ASCII (RFC 6532 allows UTF-8, life brings the rest). */
function headerText(raw: string, ascii: boolean): string {
  const text = ascii ? raw : decodeText(Buffer.from(raw, "latin1"), null).text;
  // Replaced and not taken out: "jan\0@acme.example" must not become an agent's address.
  const clean = /[\x00-\x08\x0a-\x1f\x7f]/.test(text) ? text.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, "\ufffd") : text;
  return clean.toWellFormed().trim();
}

/** The first value of a header, or null. */
export function headerOf(headers: Header[], name: string): string | null {
  return headers.find((header) => header.name === name)?.value ?? null;
}

/** All values of a header, top to bottom. */
export function headersOf(headers: Header[], name: string): string[] {
  return headers.filter((header) => header.name === name).map((header) => header.value);
}

/** Message-IDs of a value: whatever stands in angle brackets without space. Mailers put comments and words between. */
export function messageIds(value: string, countMax: number = limits.referenceCountMax): string[] {
  const found = new Set<string>();
  for (const match of value.slice(0, 64 * 1024).matchAll(/<[^<>\s]{1,900}>/g)) {
    found.add(match[0]);
  }
  const ids = [...found];
  // The first names the thread and the last ones the nearest ancestors; the middle is what can be spared.
  return ids.length <= countMax ? ids : [...ids.slice(0, 1), ...ids.slice(1 - countMax)];
}

/** `type/subtype; a=b` of Content-Type and its like; parameters lower-cased in name, unquoted, not decoded. */
export function parameterised(value: string): { type: string; parameters: Record<string, string> } {
  const parameters: Record<string, string> = {};
  const text = value.slice(0, 8_000);
  const type = (/^[^;]{0,200}/.exec(text)?.[0] ?? "").trim().toLowerCase();
  for (const match of text.matchAll(
    /;\s{0,50}([^=;\s"]{1,60})\s{0,50}=\s{0,50}(?:"([^"]{0,2000})"|([^;"]{0,2000}))/g,
  )) {
    const name = (match[1] ?? "").toLowerCase();
    if (name !== "__proto__" && !(name in parameters)) parameters[name] = (match[2] ?? match[3] ?? "").trim();
  }
  return { type, parameters };
}
