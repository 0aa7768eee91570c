/**
 * Forgetting a person in text that others wrote: their address in the shapes it is written in, their full name, and their
 * own words where others quote them, however a client wrapped and marked the quote. What stands in for them is made with
 * a key, so that the same person gets the same stand-in everywhere and nobody can find out who it was by trying.
 */

import type { Keyring } from "../write/reference.ts";
import { sign } from "../write/signing.ts";
import { namePattern } from "./nameForms.ts";

/** Who is to be forgotten. `standIn` takes the place of the address. */
export type Forgetting = {
  address: string;
  standIn: string;
  /** Full names of two words or more; a first name alone is too many people's. */
  names: string[];
  words: Wordprint;
  /** SHA-256, in hexadecimal, of the files that they sent: others may have sent them on. */
  files: ReadonlySet<string>;
};

/** How much of a text must be the person's before it counts as a quote of theirs. */
export type Nearness = "near" | "far" | "none";

/** What takes the place of words. */
export const erasedWords = "[erased]";
const erasedDomain = "erased.invalid";

/**
 * An address that stands for a forgotten person; nothing is ever sent to it (RFC 2606, ".invalid"). `nonce`: another one
 * each time, because whoever was erased may write again and be erased again.
 */
export function standInFor(keys: Keyring, address: string, nonce: string): string {
  const { kid, key } = newest(keys);
  return `erased-${kid}-${sign(key, ["erased", address, nonce], 16)}@${erasedDomain}`;
}

export function isStandIn(address: string): boolean {
  return address.endsWith(`@${erasedDomain}`);
}

/** What is kept of a forgotten person's Message-ID: replies to it still find their ticket, its domain is told to nobody. */
export function forgottenId(keys: Keyring, id: string): string {
  const { kid, key } = newest(keys);
  return sealedId(kid, key, id);
}

/** Under which names a Message-ID may stand once its writer was forgotten: one for each key. */
export function forgottenIds(keys: Keyring, id: string): string[] {
  return keys.map(({ kid, key }) => sealedId(kid, key, id));
}

function sealedId(kid: string, key: string, id: string): string {
  return `<erased-${kid}-${sign(key, ["erasedId", id], 20)}@${erasedDomain}>`;
}

function newest(keys: Keyring): Keyring[number] {
  if (!keys[0]) throw new Error("SECRET_KEYS holds no key");
  return keys[0];
}

/** Runs of words of a person, by which a quote of them is known again; `codes` are their telephone, account and serial numbers. */
export type Wordprint = { near: Set<string>; far: Set<string>; lines: Set<string>; codes: Set<string> };

/** Where somebody took part, five words in a row are a quote; elsewhere ten are, because greetings are everybody's. */
const runLength = { near: 5, far: 10 } as const;
/** Whole lines count from here on: "ok" and "Hi Jan" are nobody's. */
const line = { wordsMin: 2, charsMin: 10 };
/** Words remembered of one person; a million is a shelf of books. */
const wordsMax = 1_000_000;

/** One thing that was said in a conversation, by the person or by somebody else. */
export type Said = { text: string; isTheirs: boolean };

/**
 * The print of everything a person wrote, conversation by conversation in the order of speaking: words belong to whoever
 * said them first, so that a guide or an agent's standing phrase that the person quotes does not become theirs.
 */
export function wordprint(conversations: Iterable<Said[]>): Wordprint {
  const print: Wordprint = { near: new Set(), far: new Set(), lines: new Set(), codes: new Set() };
  let count = 0;
  for (const conversation of conversations) {
    const others: Wordprint = { near: new Set(), far: new Set(), lines: new Set(), codes: new Set() };
    for (const { text, isTheirs } of conversation) {
      const words = wordsOf(text);
      count += words.length;
      if (count > wordsMax) return print;
      const keep = (which: keyof Wordprint, key: string) => {
        if (!isTheirs) others[which].add(key);
        else if (!others[which].has(key)) print[which].add(key);
      };
      for (const which of ["near", "far"] as const) {
        for (let at = 0; at + runLength[which] <= words.length; at++) keep(which, runAt(words, at, runLength[which]));
      }
      for (const each of text.split("\n")) {
        const key = lineKey(each);
        if (key !== null) keep("lines", key);
      }
      for (const match of text.matchAll(code)) {
        const key = codeKey(match[0]);
        if (key !== null) keep("codes", key);
      }
    }
  }
  return print;
}

/** The text without the person. `nearness`: how their words are looked for in it; "none" looks for the address alone. */
export function forgetIn(text: string, forgetting: Forgetting, nearness: Nearness): string {
  let rest = withoutAddress(text, forgetting);
  if (nearness === "none") return rest;
  if (nearness === "near") for (const name of namesOf(forgetting)) rest = rest.replace(name, erasedWords);
  rest = withoutRuns(rest, forgetting.words[nearness], runLength[nearness]);
  return nearness === "near" ? withoutCodes(withoutLines(rest, forgetting.words.lines), forgetting.words.codes) : rest;
}

/** True where `forgetIn` would change something. */
export function speaksOf(text: string, forgetting: Forgetting, nearness: Nearness): boolean {
  return forgetIn(text, forgetting, nearness) !== text;
}

/**
 * Also as links (%40), as character references, as list servers write addresses into their own (ada=shop.example), and as people
 * hide them from machines (ada (at) shop.example).
 */
const atSigns = "(?:@|%40|&#64;|&#x40;|&commat;|=40|=|\\s{0,2}[([{<]\\s?(?:at|ät|małpa)\\s?[)\\]}>]\\s{0,2})";

function withoutAddress(text: string, { address, standIn }: Forgetting): string {
  const at = address.lastIndexOf("@");
  if (at <= 0 || !text.toLowerCase().includes(address.slice(0, at))) return text;
  const [local, domain] = [escaped(address.slice(0, at)), escaped(address.slice(at + 1))];
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}.])${local}${atSigns}${domain}(?![\\p{L}\\p{N}-]|\\.[\\p{L}\\p{N}])`,
    "giu",
  );
  return text.replace(pattern, () => standIn);
}

/** Made once for each person: they are asked of every text there is. */
const patterns = new WeakMap<Forgetting, RegExp[]>();

function namesOf(forgetting: Forgetting): RegExp[] {
  const made = patterns.get(forgetting) ?? forgetting.names.flatMap((name) => namePattern(name) ?? []);
  patterns.set(forgetting, made);
  return made;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}

type Word = { key: string; start: number; end: number };

/** Words without case and marks; a quote's ">" and a client's line breaks fall between them. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]{1,200}/gu)) {
    words.push({ key: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
  }
  return words;
}

function runAt(words: Word[], at: number, length: number): string {
  let run = "";
  for (let next = at; next < at + length; next++) run += `${words[next]?.key} `;
  return run;
}

/** Cuts every stretch of the text that is made of the person's runs. */
function withoutRuns(text: string, runs: Set<string>, length: number): string {
  if (runs.size === 0) return text;
  const words = wordsOf(text);
  const stretches: { start: number; end: number }[] = [];
  for (let at = 0; at + length <= words.length; at++) {
    if (!runs.has(runAt(words, at, length))) continue;
    const [start, end] = [words[at]?.start ?? 0, words[at + length - 1]?.end ?? 0];
    const last = stretches.at(-1);
    if (last && start <= last.end) last.end = end;
    else stretches.push({ start, end });
  }
  let rest = "";
  let from = 0;
  for (const { start, end } of stretches) {
    rest += text.slice(from, start) + erasedWords;
    from = end;
  }
  return rest + text.slice(from);
}

/** A whole line of theirs, quoted or not. */
function withoutLines(text: string, lines: Set<string>): string {
  if (lines.size === 0) return text;
  return text
    .split("\n")
    .map((each) => {
      const key = lineKey(each);
      if (key === null || !lines.has(key)) return each;
      return `${/^[>|\s]{0,20}/.exec(each)?.[0] ?? ""}${erasedWords}`;
    })
    .join("\n");
}

/** Letters and digits in one piece, or digits in groups as telephone and account numbers are written. */
const code = /\+?\d(?:[ ()./-]{0,2}\d){6,30}|[\p{L}\p{N}](?:[._:+-]?[\p{L}\p{N}]){7,80}/gu;

/** Three digits make a word a code; a day or an hour is everybody's. */
function codeKey(text: string): string | null {
  if (/^\d{1,4}[./:-]\d{1,2}[./:-]\d{1,4}(?:\D|$)/.test(text)) return null;
  const key = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  return (key.match(/\d/g)?.length ?? 0) >= 3 ? key : null;
}

function withoutCodes(text: string, codes: Set<string>): string {
  if (codes.size === 0) return text;
  return text.replace(code, (whole) => (codes.has(codeKey(whole) ?? "") ? erasedWords : whole));
}

function lineKey(text: string): string | null {
  const words = wordsOf(text.slice(0, 10_000));
  const key = words.map((word) => word.key).join(" ");
  return words.length >= line.wordsMin && key.length >= line.charsMin ? key : null;
}
