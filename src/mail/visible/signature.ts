/**
 * What stands around a writer's words without being one of them: the signature below "-- " (RFC 3676, section 4.3), the
 * phone's advertising, contact lines, legal notices, list footers.
 */

import {
  closings,
  environmentWords,
  legalCores,
  legalStems,
  listFooterWords,
  matterWords,
  productWords,
  sentFromEnds,
  sentFromStarts,
} from "../words/signature.ts";
import { plainLine } from "./attribution.ts";
import { type CutRule, cut, type Fates } from "./cut.ts";
import { isRule } from "./headerBlock.ts";
import { isPersonal } from "./personal.ts";

const closingWords = new Set(closings);
/** A telephone number shows by its plus, its groups or its label; a bare row of digits may be anything. */
const contact =
  /\+\d(?:[\s().\-/]{0,2}\d){6,}|(?<![\d.-])\(?\d{2,4}\)?(?:[\s./-]\d{2,4}){2,4}(?!\d)|www\.|https?:\/\/|[^\s@]{1,80}@[^\s@]{1,80}\.\p{L}{2,}|\b(?:tel|mob|phone|fax|telefon|fon|komórka|cell|mobile)\b\s?[.:]/iu;

/** Passages beyond these are many times more than people write; the last one is always looked at. */
const passagesMax = 1_000;

/** Marks what ends each of the writer's passages: signatures, advertising, notices, footers. Nothing at or after `kept`. */
export function cutTail(lines: string[], fates: Fates, kept: number): void {
  let start = 0;
  let above = false;
  let passages = 0;
  for (let i = 0; i <= kept; i++) {
    const fate = i === kept ? "attribution" : (fates[i] ?? null);
    if (fate === null) continue;
    if (start < i && (passages++ < passagesMax || i === kept)) {
      if (i < kept) cutRuleAbove(lines, fates, start, i - 1, fate);
      tailOf(lines, fates, start, i - 1, fate !== "quote", above);
      above ||= hasOwn(lines, fates, start, i - 1);
    }
    start = i + 1;
  }
}

/** The rule that a client draws between the answer and the quote says nothing without the quote. */
function cutRuleAbove(lines: string[], fates: Fates, start: number, last: number, rule: CutRule): void {
  let end = last;
  while (end > start && (lines[end] ?? "").trim() === "") end--;
  if (isRule(lines[end] ?? "")) cut(lines, fates, end, end, rule);
}

function hasOwn(lines: string[], fates: Fates, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if (fates[i] === null && (lines[i] ?? "").trim() !== "") return true;
  return false;
}

/** Lines of a passage that are not its words; `to` is the passage's end unless the words go on below. */
type Noise = { from: number; to?: number; rule: CutRule };

function tailOf(lines: string[], fates: Fates, start: number, last: number, final: boolean, above: boolean): void {
  let end = last;
  for (let round = 0; round < 8; round++) {
    while (end >= start && ((lines[end] ?? "").trim() === "" || fates[end] !== null)) end--;
    if (end < start) return;
    const found = lastNoise(lines, start, end, final, above);
    if (found === null) break;
    cut(lines, fates, found.from, found.to ?? end, found.rule);
    if (found.to !== undefined && found.to < end) return;
    end = found.from - 1;
    while (end >= start && (lines[end] ?? "").trim() === "") end--;
    if (end >= start && isRule(lines[end] ?? "")) cut(lines, fates, end, end, found.rule);
  }
}

/** The noise that ends the passage at `end`, if any. */
function lastNoise(lines: string[], start: number, end: number, final: boolean, above: boolean): Noise | null {
  if (isSentFrom(lines, end, start)) return { from: end, rule: "sentFrom" };
  if (/^Ref: [a-z0-9._-]{20,120}$/i.test((lines[end] ?? "").trim())) return { from: end, rule: "replyMarker" };
  if (!final) return delimiterAbove(lines, start, end, above);
  const from = paragraphStart(lines, start, end);
  if ((from > start || above) && !introduced(lines, start, from)) {
    const footer = listFooter(lines, from, end);
    if (footer !== null) return { from: footer, rule: "listFooter" };
    if (isDisclaimer(lines, from, end)) return { from, rule: "disclaimer" };
  }
  return delimiterAbove(lines, start, end, above) ?? contactBlock(lines, start, end);
}

/** "Could you change our footer to:" makes the notice below it the matter. */
function introduced(lines: string[], start: number, from: number): boolean {
  let above = from - 1;
  while (above >= start && (lines[above] ?? "").trim() === "") above--;
  return above >= start && /[:：]\s*$/u.test(lines[above] ?? "");
}

function paragraphStart(lines: string[], start: number, end: number): number {
  let from = end;
  while (from > start && end - from < 40 && (lines[from - 1] ?? "").trim() !== "") from--;
  return from;
}

const says =
  /(?<!\p{L})(?:is|are|was|were|has|have|does|did|fails?|never|not|when|because|which|but|than|then|jest|są|był|nie|ist|nicht|wird|est|sont|pas|está|sono|non|não|zijn|niet|není|nie je|är|inte|ikke|nem|не)(?!\p{L})/u;

/** "Sent from my iPhone" and its kin: a line of its own that names a product and hardly anything else. */
export function isSentFrom(lines: string[], at: number, start: number): boolean {
  const raw = plainLine(lines[at] ?? "");
  if (raw.length > 180 || raw.length < 5) return false;
  if (
    at > start &&
    (lines[at - 1] ?? "").trim() !== "" &&
    !isDelimiter(lines[at - 1] ?? "") &&
    !/^\p{Lu}|^\p{Lo}/u.test(raw)
  )
    return false;
  const text = raw
    .toLowerCase()
    .replace(/[<([]?https?:\/\/\S+/g, "")
    .replace(/^[-*_—–\s[(]+/u, "")
    .replace(/[\])*_.!\s]{1,400}$/u, "");
  if (text.length > 90 || /[?!;]|\. \p{L}{3}/u.test(text) || text.split(" ").length > 12) return false;
  // "Sent from my desk, is much easier than my mobile phone" is said, not signed.
  if (says.test(text)) return false;
  const shaped =
    sentFromStarts.some((words) => text.startsWith(words)) || sentFromEnds.some((words) => text.endsWith(words));
  return shaped && productWords.some((word) => text.includes(word));
}

function isDelimiter(line: string): boolean {
  return /^\s{0,2}(?:--|—|––|\u2010\u2010)\s*$/u.test(line);
}

/** The highest "-- " whose lines below are few and short enough to be a signature. */
function delimiterAbove(lines: string[], start: number, end: number, above: boolean): Noise | null {
  let filled = 0;
  let chars = 0;
  const delimiters: number[] = [];
  for (let i = end; i >= start && filled <= 16 && chars <= 1_200; i--) {
    const line = lines[i] ?? "";
    if (isDelimiter(line)) delimiters.push(i);
    if (line.trim() === "") continue;
    filled++;
    chars += line.length;
  }
  for (const found of delimiters.toReversed()) {
    // A mail that begins with dashes has its words below them.
    if (!above && !hasText(lines, start, found - 1)) continue;
    // "--" without its space may part two thoughts; "-- " is what clients write above a signature.
    const sure = /--[ \u00a0]/.test(lines[found] ?? "");
    if (!sure && closesBelow(lines, found, end)) continue;
    const to = proseBelow(lines, found, end);
    if (to === null) return { from: found, rule: "signature" };
    if (sure) return { from: found, to, rule: "signature" };
  }
  return null;
}

/** "Thanks, Ada" in a later paragraph below the dashes: what stands between is still the letter. */
function closesBelow(lines: string[], from: number, end: number): boolean {
  let paragraph = false;
  for (let i = from + 1; i <= end; i++) {
    const line = plainLine(lines[i] ?? "");
    if (line === "" || isDelimiter(line)) paragraph ||= i > from + 1;
    else if (paragraph && isClosing(line)) return true;
  }
  return false;
}

/**
 * People write on below their signature. The last line of the signature when a paragraph after its first one reads like
 * somebody's sentences and not like a motto in quotation marks or a notice; null when all of it is signature.
 */
function proseBelow(lines: string[], from: number, end: number): number | null {
  for (let i = from + 1; i <= end; i++) {
    const line = plainLine(lines[i] ?? "");
    if (line === "" || (lines[i - 1] ?? "").trim() !== "" || i === from + 1) continue;
    let to = i;
    while (to < end && (lines[to + 1] ?? "").trim() !== "") to++;
    const text = lines
      .slice(i, to + 1)
      .map(plainLine)
      .join(" ");
    if (
      /^["“„«'*_[(]/u.test(text) ||
      contact.test(text) ||
      listFooter(lines, i, to) !== null ||
      isDisclaimer(lines, i, to)
    )
      continue;
    if (/\?$/u.test(text) || (/[.!…]$/u.test(text) && text.length > 60 && text.split(" ").length > 8)) return i - 1;
  }
  return null;
}

function hasText(lines: string[], from: number, to: number): boolean {
  for (let i = to; i >= from; i--) if ((lines[i] ?? "").trim() !== "") return true;
  return false;
}

/** What follows closing and name, when it is short lines with a telephone number, an address or a link among them. */
function contactBlock(lines: string[], start: number, end: number): Noise | null {
  let filled = 0;
  for (let i = end; i >= start && filled <= 14; i--) {
    const line = plainLine(lines[i] ?? "");
    if (line === "") continue;
    if (isClosing(line)) return contactBelow(lines, i, end);
    if (line.length > 120 || /^p\.?\s?s\.?[\s:]/iu.test(line) || isSentence(line)) return null;
    filled++;
  }
  return null;
}

function isClosing(line: string): boolean {
  const text = line
    .toLowerCase()
    .replace(/[^\p{L}.:)]{1,400}$/u, "")
    .replace(/^[^\p{L}]+/u, "");
  if (closingWords.has(text) || closingWords.has(text.replace(/[.:!]{1,400}$/u, ""))) return true;
  const comma = text.indexOf(",");
  return comma > 0 && text.length < 60 && closingWords.has(text.slice(0, comma).trim()) && text.split(" ").length < 8;
}

/** A line that somebody says: a question, or eight words with a full stop. */
export function isSentence(line: string): boolean {
  return /\?$/u.test(line) || (/[.!]$/u.test(line) && line.split(" ").length >= 8);
}

function contactBelow(lines: string[], closing: number, end: number): Noise | null {
  let name = closing + 1;
  while (name <= end && (lines[name] ?? "").trim() === "") name++;
  if (!isName(plainLine(lines[name] ?? ""))) return null;
  let from = name + 1;
  while (from <= end && (lines[from] ?? "").trim() === "") from++;
  let contacts = 0;
  for (let i = from; i <= end; i++) {
    const line = plainLine(lines[i] ?? "");
    if (/:$/u.test(line) || namesMatter(line)) return null;
    if (isPersonal(line) && !isSentFrom(lines, i, closing)) return null;
    if (contact.test(line)) contacts++;
  }
  return contacts > 0 ? { from, rule: "contact" } : null;
}

function isName(line: string): boolean {
  return line.length <= 60 && line.split(" ").length <= 6 && /^[^\d:?!@]+$/u.test(line) && !/^\p{Ll}/u.test(line);
}

function namesMatter(line: string): boolean {
  const text = line.toLowerCase();
  return (
    !/@|www\.|https?:/.test(text) && matterWords.some((word) => text.startsWith(word) || text.includes(` ${word}`))
  );
}

function listFooter(lines: string[], from: number, end: number): number | null {
  let found: number | null = null;
  for (let i = from; i <= end; i++) {
    const text = plainLine(lines[i] ?? "")
      .toLowerCase()
      .replace(/^[^\p{L}]+/u, "");
    const starts = listFooterWords.some((words) => text.startsWith(words));
    if (starts || text.includes("/mailman/listinfo") || (text.endsWith(" mailing list") && text.length < 60))
      found ??= i;
  }
  if (found === null || isPersonal(lines.slice(found, Math.min(end, found + 12) + 1).join(" "))) return null;
  for (let i = found - 1; i >= Math.max(from, found - 3); i--) if (isRule(lines[i] ?? "")) return i;
  return found;
}

function isDisclaimer(lines: string[], from: number, end: number): boolean {
  const text = lines
    .slice(from, end + 1)
    .join(" ")
    .slice(0, 4_000)
    .toLowerCase();
  if (text.length < 220 && environmentWords.some((words) => text.includes(words)) && !isPersonal(text)) return true;
  if (text.length < 90 || isPersonal(text)) return false;
  if (!legalCores.some((core) => text.includes(core))) return false;
  let hits = 0;
  for (const stem of legalStems) if (text.includes(stem)) hits++;
  return hits >= 3;
}
