/**
 * The block of fields ("From: … Sent: … To: … Subject: …") that Outlook, Samsung, Zimbra, Notes and others print above
 * the mail they answer, and the lines between dashes that announce it or a forward. Below it nothing is marked with ">".
 */

import {
  fieldNames,
  forwardedStems,
  forwardedWords,
  originalMessageWords,
  type QuotedField,
} from "../words/headers.ts";
import { hasAddress, hasDate, hasTime, plainLine } from "./attribution.ts";

/** `from` is the first line that belongs to the block, at or above the fields; `to` the last line of the fields. */
export type HeaderBlock = { from: number; to: number };

const fieldLinesMax = 16;
const original = new Set(originalMessageWords);

/** The field that a line prints, with its value; null where the line is no field. */
export function fieldAt(line: string): { field: QuotedField; value: string } | null {
  const text = plainLine(line)
    .replace(/^[>|\s]+/u, "")
    .replace(/\*/g, "");
  const colon = text.search(/[:：]/u);
  if (colon < 1 || colon > 28) return null;
  const field = fieldNames.get(folded(text.slice(0, colon)));
  return field === undefined ? null : { field, value: text.slice(colon + 1).trim() };
}

/** Cheap: whether a block or an announcement could begin with this line. */
export function mayBeHeader(line: string): boolean {
  if (line.length > 600) return false;
  if (line.length < 240 && "-_=~‐‑–—−#*+".includes(line.trimStart().charAt(0))) return true;
  if (line.includes(":") || line.includes("：")) return true;
  return line.length < 24 && fieldNames.has(folded(line));
}

/** In lower case; the Turkish capital with a dot leaves that dot behind as a letter of its own. */
function folded(words: string): string {
  return words.trim().toLowerCase().replaceAll("\u0307", "");
}

/** What dashes and the like leave of a separator line: "-----Original Message-----" → "original message". */
function betweenDashes(line: string): { words: string; dashed: boolean } {
  const text = plainLine(line).replace(/\*/g, "");
  const words = text
    .replace(/^[-_=~‐‑–—−#>\s]+/u, "")
    .replace(/[-_=~‐‑–—−#:：<\s]{1,400}$/u, "")
    .trim();
  return { words: folded(words), dashed: /^[-_=~‐‑–—−#]{2,}/u.test(text) };
}

/** "-----Original Message-----" in any of the languages, also "----- Original Message from Jan on 18.11. -----". */
export function isOriginalMessageLine(line: string): boolean {
  if (line.length > 200) return false;
  const { words, dashed } = betweenDashes(line);
  if (!dashed || words === "") return false;
  return (
    original.has(words) ||
    originalMessageWords.some((known) => words.startsWith(`${known} `) || words.startsWith(`${known},`))
  );
}

/** "---------- Forwarded message ---------", "Begin forwarded message:", "---- Forwarded by Jan/Acme on … ----". */
export function isForwardedLine(line: string): boolean {
  if (line.length > 240) return false;
  const { words, dashed } = betweenDashes(line);
  if (words === "") return false;
  if (dashed && isFramed(line)) return forwardedStems.some((stem) => words.includes(stem));
  if (dashed) return forwardedWords.some((known) => words === known || words.startsWith(`${known} `));
  return /[:：]\s*$/u.test(line) && words !== "forwarded" && forwardedWords.includes(words);
}

/** Words between dashes at both ends. */
function isFramed(line: string): boolean {
  const text = line.trim();
  return text.length < 160 && /^[-_=‐‑–—−]{2,}[^-_=]/u.test(text) && /[^-_=][-_=‐‑–—−]{2,}$/u.test(text);
}

/** A line of nothing but dashes, underscores or stars, as Outlook draws above its block. */
export function isRule(line: string): boolean {
  const text = line.trim();
  return text.length >= 3 && /^(?:[-_=*~\u2010-\u2015\u2500\u2501]\s?){3,}$/u.test(text.slice(0, 300));
}

/**
 * The header block whose first field stands at `lines[at]`, or null. A block is believed when it names an author and a
 * date that is one, and a recipient or subject; then the lines above it that belong to it (a rule, "-----Original
 * Message-----", Notes' name and date) are counted in.
 */
export function headerBlockAt(lines: string[], at: number): HeaderBlock | null {
  const first = fieldAt(lines[at] ?? "");
  if (first === null || first.field === "other") return singleLine(lines, at) ?? stacked(lines, at);
  const seen = new Map<QuotedField, string>();
  let end = at;
  let last: QuotedField = first.field;
  let wrapped = 0;
  for (let i = at; i < Math.min(lines.length, at + fieldLinesMax); i++) {
    const line = lines[i] ?? "";
    if (line.trim() === "") {
      // Plain text made from paragraphs has blank lines between the fields.
      const next = lines.slice(i + 1, i + 4).find((below) => below.trim() !== "");
      const field = fieldAt(next ?? "");
      if (field === null || seen.size === 0 || seen.has(field.field)) break;
      continue;
    }
    const found = fieldAt(line);
    if (found === null || (seen.has(found.field) && found.field !== "other")) {
      // A long recipient list goes on over lines without a name; a text does too, so only inside the block.
      wrapped++;
      if (wrapped > 6 || !moreFieldsFollow(lines, i, at)) break;
      if (found === null) seen.set(last, `${seen.get(last)} ${line.trim()}`.slice(0, 400));
      continue;
    }
    wrapped = 0;
    end = i;
    last = found.field;
    // Blocks made from a table have each value on the line below its name.
    const below = lines[i + 1] ?? "";
    const value = found.value === "" && fieldAt(below) === null ? below.trim() : found.value;
    seen.set(found.field, value);
    if (found.value === "" && value !== "") end = ++i;
  }
  if (isRawHeader(lines, at, end)) return null;
  return believed(seen, lines, at) ? { from: topOf(lines, at), to: end } : null;
}

/** Header fields that only a mail's source has: the writer pasted the source, and it is their matter. */
export function isRawHeader(lines: string[], from: number, to: number): boolean {
  const raw =
    /^(?:received|message-id|return-path|mime-version|content-type|dkim-signature|delivered-to|authentication-results|x-[\w-]{2,40}):/i;
  for (let i = Math.max(0, from - 3); i <= Math.min(lines.length - 1, to + 3); i++)
    if (raw.test(lines[i] ?? "")) return true;
  return false;
}

function moreFieldsFollow(lines: string[], at: number, start: number): boolean {
  for (let i = at + 1; i < Math.min(lines.length, at + 6, start + fieldLinesMax); i++) {
    const found = fieldAt(lines[i] ?? "");
    if (found !== null && found.field !== "from") return true;
  }
  return false;
}

function believed(seen: Map<QuotedField, string>, lines: string[], at: number): boolean {
  // Notes puts the date behind the name: "From: Jan Kowalski/Shop   12/12/2026 09:00 AM".
  const dated = dateLike(seen.get("date") ?? "") || hasTime((seen.get("from") ?? "").toLowerCase());
  // "From: Berlin, To: Warsaw, Date: …" is a journey; a mail has a subject or an address.
  const mailed = seen.has("subject") || hasAddress(`${seen.get("from")} ${seen.get("to")}`);
  if (seen.has("from") && dated && mailed) return true;
  if (isOriginalMessageLine(lineAbove(lines, at)) && seen.has("from")) return true;
  // Notes prints "Jan Kowalski <jan@x>" and the date on lines of their own above "To: … cc: … Subject: …".
  if (!seen.has("from") && seen.has("to") && seen.has("subject")) return namedAbove(lines, at) > 0;
  const from = seen.get("from") ?? "";
  return hasAddress(from) && seen.has("to") && seen.has("subject") && isRule(lineAbove(lines, at));
}

/** A date as a client prints it: a day and a time, or a day and a year. "Date: 12 Nov" of a travel wish is not. */
function dateLike(value: string): boolean {
  return hasDate(value.toLowerCase()) && (hasTime(value.toLowerCase()) || /(?:19|20)\d\d/.test(value));
}

function lineAbove(lines: string[], at: number): string {
  for (let i = at - 1; i >= Math.max(0, at - 4); i--) if ((lines[i] ?? "").trim() !== "") return lines[i] ?? "";
  return "";
}

/** How many lines above `at` are Notes' name and date ("Jan Kowalski <jan@x> on 11/18/2026 10:14 AM"); 0 when none. */
function namedAbove(lines: string[], at: number): number {
  let text = "";
  for (let up = 1; up <= 5 && at - up >= 0; up++) {
    const line = plainLine(lines[at - up] ?? "").toLowerCase();
    if (line === "") {
      if (text !== "") return 0;
      continue;
    }
    // A relay may have broken the line; a field belongs to another block.
    text = `${line} ${text}`;
    if (text.length > 160 || fieldAt(line) !== null) return 0;
    if (!hasDate(text) || !hasTime(text)) continue;
    const above = plainLine(lines[at - up - 1] ?? "");
    if (/^sent by:/i.test(above)) return up + 2;
    return /@|\/[a-z]+\/|\bon\b/u.test(text) || above === "" || above.length > 80 ? up : up + 1;
  }
  return 0;
}

/** Walks up over what belongs to the block: blank lines, a rule, the announcement, Notes' name and date. */
function topOf(lines: string[], at: number): number {
  let top = at;
  const named = namedAbove(lines, at);
  if (fieldAt(lines[at] ?? "")?.field !== "from" && named > 0) top = at - named;
  for (let i = top - 1; i >= Math.max(0, top - 5); i--) {
    const line = lines[i] ?? "";
    if (line.trim() === "") continue;
    // Notes as text draws a table of sender and date above the fields.
    const isTable = i === top - 1 && line.startsWith("|");
    if (!isTable && !isRule(line) && !isOriginalMessageLine(line) && !isFramed(line)) break;
    top = i;
  }
  return top;
}

/** Some phones print the whole block on one line: "From: Jan <jan@x> Sent: … To: … Subject: …". */
function singleLine(lines: string[], at: number): HeaderBlock | null {
  const text = plainLine(lines[at] ?? "");
  if (!/^\*?(?:From|Od|Von|De|Da|Van)\s?:/u.test(text) || !dateLike(text) || !hasAddress(text)) return null;
  const inside =
    /\s\*?(?:Sent|Date|Wysłano|Data|Gesendet|Datum|Envoyé|Enviado|Inviato|Verzonden)\s?:.{4,200}\s\*?(?:To|Do|An|À|Para|A|Aan)\s?:/u;
  return inside.test(text) ? { from: topOf(lines, at), to: at } : null;
}

/** Notes, as text: "To", the address, "cc", "Subject", the subject, each on a line of its own, below name and date. */
function stacked(lines: string[], at: number): HeaderBlock | null {
  if (fieldAt(`${lines[at] ?? ""}:`)?.field !== "to" || namedAbove(lines, at) === 0) return null;
  let end = at;
  let copied = false;
  for (let i = at + 1; i < Math.min(lines.length, at + 14); i++) {
    const field = fieldAt(`${lines[i] ?? ""}:`)?.field;
    if (field === "cc") copied = true;
    if (field === "subject" && copied) {
      end = i;
      break;
    }
  }
  return end > at ? { from: topOf(lines, at), to: end } : null;
}
