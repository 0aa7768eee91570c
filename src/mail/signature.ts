/**
 * What stands around a writer's words without being one of them: the signature below "-- " (RFC 3676, section 4.3), the
 * phone's advertising, contact lines, legal notices, list footers, and the banners that gateways put on top.
 */
import { plainLine } from "./attribution.ts";
import { type CutRule, cut, type Fates } from "./cut.ts";
import { isRule } from "./headerBlock.ts";
import {
  bannerMeanings,
  bannerStarts,
  closings,
  environmentWords,
  legalCores,
  legalStems,
  listFooterWords,
  productWords,
  replyMarkers,
  sentFromEnds,
  sentFromStarts,
} from "./words/signature.ts";

const closingWords = new Set(closings);
const contact =
  /(?:\+|\b)\d(?:[\s().\-/\u00a0]{0,2}\d){6,}|www\.|https?:\/\/|[^\s@]{1,80}@[^\s@]{1,80}\.\p{L}{2,}|\b(?:tel|mob|phone|fax|telefon|fon|komórka|cell|mobile)\b\s?[.:]/iu;

/** People who talk about a notice say "I"; notices do not. */
const firstPerson =
  /\b(?:i'm|i've|i'd|i (?:am|have|was|received|did|do|need|want|think|can|cannot|can't|don't|got|would|will|just|opened|tried|see|saw))\b/;

/** The line by which ticket systems ask for the answer above it. */
export function isReplyMarker(line: string): boolean {
  if (line.length > 160) return false;
  const text = plainLine(line).toLowerCase();
  const decorated = /^[#=*_~–—+\-\s]*[#=*_~–—+-]/u.test(text) || /[#=*_~–—+-]$/u.test(text);
  const marker = replyMarkers.find((words) => text.includes(words));
  return marker !== undefined && (decorated || text.length < marker.length + 12);
}

/** Marks "[EXTERNAL]" and "CAUTION: This email originated from outside …" above the first own line. */
export function cutBanner(lines: string[], fates: Fates): void {
  let at = 0;
  for (let banners = 0; banners < 4; banners++) {
    while (at < lines.length && ((lines[at] ?? "").trim() === "" || isRule(lines[at] ?? ""))) at++;
    const count = bannerLines(lines, at);
    if (count === 0) return;
    cut(lines, fates, at, at + count - 1, "banner");
    at += count;
  }
}

/** How many lines at `at` are a banner: a tag alone, or up to six lines that end with the paragraph or the warning. */
function bannerLines(lines: string[], at: number): number {
  const first = plainLine(lines[at] ?? "").toLowerCase();
  if (
    /^[[({*\s]*(?:external|extern|ext|zewnętrzn[aey]|externe|externo|esterno)(?:[ :-]+(?:e-?mail|sender|message|mail|nadawca|wiadomość))?[\])}*:\s]*$/u.test(
      first,
    )
  )
    return 1;
  const bare = first.replace(/^[^\p{L}]+/u, "");
  if (!bannerStarts.some((words) => bare.startsWith(words))) return 0;
  let joined = "";
  for (let count = 1; count <= 8; count++) {
    const line = plainLine(lines[at + count - 1] ?? "").toLowerCase();
    if (line === "") return count > 1 && isBanner(joined) && joined.length < 700 ? count - 1 : 0;
    joined += ` ${line}`;
    const next = (lines[at + count] ?? "").trim();
    if (isBanner(joined) && next !== "" && warningEnds(joined)) return count;
  }
  return 0;
}

function isBanner(text: string): boolean {
  return bannerMeanings.some((words) => text.includes(words));
}

function warningEnds(text: string): boolean {
  return /(?:safe|sender|trusted|legitimate|important|bezpieczn\p{L}*|sicher\p{L}*|sûr|nadawc\p{L}*|absender|expéditeur)[.!\])*\s]*$|learnaboutsenderidentification[\])>\s]*$/u.test(
    text,
  );
}

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
      tailOf(lines, fates, start, i - 1, fate !== "quote", above);
      above ||= hasOwn(lines, fates, start, i - 1);
    }
    start = i + 1;
  }
}

function hasOwn(lines: string[], fates: Fates, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if (fates[i] === null && (lines[i] ?? "").trim() !== "") return true;
  return false;
}

function tailOf(lines: string[], fates: Fates, start: number, last: number, final: boolean, above: boolean): void {
  let end = last;
  for (let round = 0; round < 8; round++) {
    while (end >= start && ((lines[end] ?? "").trim() === "" || fates[end] !== null)) end--;
    if (end < start) return;
    const found = lastNoise(lines, start, end, final, above);
    if (found === null) break;
    cut(lines, fates, found.from, end, found.rule);
    end = found.from - 1;
    while (end >= start && (lines[end] ?? "").trim() === "") end--;
    if (end >= start && isRule(lines[end] ?? "")) cut(lines, fates, end, end, found.rule);
  }
}

/** The noise that ends the passage at `end`, if any. */
function lastNoise(
  lines: string[],
  start: number,
  end: number,
  final: boolean,
  above: boolean,
): { from: number; rule: CutRule } | null {
  if (isSentFrom(lines, end, start)) return { from: end, rule: "sentFrom" };
  if (/^Ref: [a-z0-9._-]{20,120}$/i.test((lines[end] ?? "").trim())) return { from: end, rule: "replyMarker" };
  if (!final) return delimiterAbove(lines, start, end, above);
  const from = paragraphStart(lines, start, end);
  if (from > start || above) {
    const footer = listFooter(lines, from, end);
    if (footer !== null) return { from: footer, rule: "listFooter" };
    if (isDisclaimer(lines, from, end)) return { from, rule: "disclaimer" };
  }
  return delimiterAbove(lines, start, end, above) ?? contactBlock(lines, start, end);
}

function paragraphStart(lines: string[], start: number, end: number): number {
  let from = end;
  while (from > start && end - from < 40 && (lines[from - 1] ?? "").trim() !== "") from--;
  return from;
}

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
    .replace(/[\])*_.!\s]+$/u, "");
  if (text.length > 90 || /[?!;]|\. \p{L}{3}/u.test(text) || text.split(" ").length > 12) return false;
  const shaped =
    sentFromStarts.some((words) => text.startsWith(words)) || sentFromEnds.some((words) => text.endsWith(words));
  return shaped && productWords.some((word) => text.includes(word));
}

function isDelimiter(line: string): boolean {
  return /^\s{0,2}(?:--|—|––|\u2010\u2010)\s*$/u.test(line);
}

/** The highest "-- " whose lines below are few and short enough to be a signature. */
function delimiterAbove(
  lines: string[],
  start: number,
  end: number,
  above: boolean,
): { from: number; rule: CutRule } | null {
  let filled = 0;
  let chars = 0;
  let found: number | null = null;
  for (let i = end; i >= start && filled <= 16 && chars <= 1_200; i--) {
    const line = lines[i] ?? "";
    if (isDelimiter(line)) found = i;
    if (line.trim() === "") continue;
    filled++;
    chars += line.length;
  }
  if (found === null) return null;
  // A mail that begins with dashes has its words below them.
  return above || hasText(lines, start, found - 1) ? { from: found, rule: "signature" } : null;
}

function hasText(lines: string[], from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if ((lines[i] ?? "").trim() !== "") return true;
  return false;
}

/** What follows closing and name, when it is short lines with a telephone number, an address or a link among them. */
function contactBlock(lines: string[], start: number, end: number): { from: number; rule: CutRule } | null {
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
    .replace(/[^\p{L}.:)]+$/u, "")
    .replace(/^[^\p{L}]+/u, "");
  if (closingWords.has(text) || closingWords.has(text.replace(/[.:!]+$/u, ""))) return true;
  const comma = text.indexOf(",");
  return comma > 0 && text.length < 60 && closingWords.has(text.slice(0, comma).trim()) && text.split(" ").length < 8;
}

function isSentence(line: string): boolean {
  return /\?$/u.test(line) || (/[.!]$/u.test(line) && line.split(" ").length >= 8);
}

function contactBelow(lines: string[], closing: number, end: number): { from: number; rule: CutRule } | null {
  let name = closing + 1;
  while (name <= end && (lines[name] ?? "").trim() === "") name++;
  let from = name + 1;
  while (from <= end && (lines[from] ?? "").trim() === "") from++;
  if (from > end) return null;
  for (let i = from; i <= end; i++) if (contact.test(plainLine(lines[i] ?? ""))) return { from, rule: "contact" };
  return null;
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
  if (found === null) return null;
  for (let i = found - 1; i >= Math.max(from, found - 3); i--) if (isRule(lines[i] ?? "")) return i;
  return found;
}

function isDisclaimer(lines: string[], from: number, end: number): boolean {
  const text = lines
    .slice(from, end + 1)
    .join(" ")
    .slice(0, 4_000)
    .toLowerCase();
  if (text.length < 220 && environmentWords.some((words) => text.includes(words)) && !/\bi\b|\?/.test(text))
    return true;
  if (text.length < 90 || firstPerson.test(text)) return false;
  if (!legalCores.some((core) => text.includes(core))) return false;
  let hits = 0;
  for (const stem of legalStems) if (text.includes(stem)) hits++;
  return hits >= 3;
}
