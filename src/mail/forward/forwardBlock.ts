/**
 * Reads the header block that stands above a forwarded or answered mail in the text: "From:", "Sent:", "To:",
 * "Subject:" in many languages, bold marks and `>` quoting included, values wrapped over lines or set below their
 * label, as they fall out of HTML tables.
 */

import { firstMention, mentionsIn } from "../mentions.ts";
import type { Address } from "../message.ts";
import { type BlockField, fieldOf } from "./forwardWords.ts";

/** A header block: its fields by meaning, the line it begins with and the first line after it. */
export type Block = { fields: Map<BlockField, string>; english: boolean; start: number; end: number };

const labelCharsMax = 30;
const blockLinesMax = 40;
const valueCharsMax = 4_000;
const addressesMax = 100;

/** One line without its quote marks (`depth` of them) and without surrounding white space. */
export function unquoted(line: string): { depth: number; plain: string } {
  let at = 0;
  let depth = 0;
  for (; at < line.length && at < 200; at++) {
    const character = line.charAt(at);
    if (character === ">") depth++;
    else if (character !== " " && character !== "\t" && character !== "\u00a0") break;
  }
  return { depth, plain: line.slice(at).trim() };
}

/** The label and value of a header line, or null: "*From:* Ada", "De : Ada", "差出人：Ada". */
export function labelled(line: string): { field: BlockField; label: string; value: string } | null {
  const { plain } = unquoted(line);
  const open = plain.replace(/^[*_|•-]{0,3}[ \t]{0,3}/, "");
  const at = open.slice(0, labelCharsMax + 5).search(/[:：]/);
  if (at < 1 || at > labelCharsMax) return null;
  const label = open.slice(0, at).replace(/[*_\u200e\u200f]/g, "");
  const field = fieldOf(label);
  if (field === null) return null;
  const value = open.slice(at + 1).replace(/^[*_]{0,2}[ \t\u00a0|]{0,20}/, "");
  return { field, label: label.trim().toLowerCase(), value: value.slice(0, valueCharsMax).trim() };
}

/** The block that begins at line `start`, or null where the lines there are none. */
export function readBlock(lines: readonly string[], start: number): Block | null {
  const fields = new Map<BlockField, string>();
  let english = false;
  let current: BlockField | null = null;
  let at = start;
  for (; at < lines.length && at < start + blockLinesMax; at++) {
    const line = lines[at] ?? "";
    const { plain } = unquoted(line);
    const found = labelled(line);
    if (found !== null && (found.field === "other" || !fields.has(found.field))) {
      current = found.field;
      english ||= ["from", "sent", "date"].includes(found.label);
      if (current !== "other") fields.set(current, found.value);
    } else if (current === null) {
      return null;
    } else if (plain === "") {
      if (!goesOn(lines, at, fields, current)) break;
    } else if (!isContinuation(lines, at, fields, current)) {
      break;
    } else if (current !== "other") {
      fields.set(current, `${fields.get(current) ?? ""} ${plain}`.trim().slice(0, valueCharsMax));
    }
  }
  return isWhole(fields) ? { fields, english, start, end: at } : null;
}

/** A block says who wrote, and two things more; a lone "From: here to there" is prose. */
function isWhole(fields: Map<BlockField, string>): boolean {
  const known = [...fields.keys()].filter((field) => field !== "other").length;
  return fields.has("from") && known >= 2 && (fields.get("from") ?? "") !== "";
}

/** A blank line ends a block unless a further label follows, as text made of HTML paragraphs has it. */
function goesOn(lines: readonly string[], at: number, fields: Map<BlockField, string>, current: BlockField): boolean {
  const next = nextFilled(lines, at);
  if (next === null) return false;
  const found = labelled(lines[next] ?? "");
  if (found !== null) return next - at <= 2 && !fields.has(found.field) && isShort(found.field, fields);
  return (fields.get(current) ?? "x") === "" && next - at <= 1;
}

/** Behind a subject the body begins: "To: do" in the first line of a letter must not be taken in. */
function isShort(field: BlockField, fields: Map<BlockField, string>): boolean {
  return field !== "other" && !(fields.has("subject") && fields.has("to") && fields.has("date"));
}

function nextFilled(lines: readonly string[], at: number): number | null {
  for (let index = at + 1; index < Math.min(lines.length, at + 4); index++) {
    if (unquoted(lines[index] ?? "").plain !== "") return index;
  }
  return null;
}

/** A line without label goes on with the value above: set below its label, wrapped, or before another label. */
function isContinuation(
  lines: readonly string[],
  at: number,
  fields: Map<BlockField, string>,
  current: BlockField,
): boolean {
  const value = fields.get(current) ?? "";
  if (current !== "other" && value === "") return true;
  for (let index = at + 1; index <= at + 8 && index < lines.length; index++) {
    const line = lines[index] ?? "";
    const found = labelled(line);
    if (found !== null) return found.field === "other" || !fields.has(found.field);
    if (unquoted(line).plain === "") break;
  }
  const before = unquoted(lines[at - 1] ?? "").plain;
  const listed = current === "to" || current === "cc" || current === "from";
  if (listed) return /[,;<]$/.test(before) || (before.length > 50 && mentionsIn(lines[at] ?? "", 1).length > 0);
  const next = unquoted(lines[at + 1] ?? "").plain;
  return current === "subject" && before.length > 60 && next === "";
}

/**
 * Notes names people by their place ("Ada Lovelace/HOU/ECT@ECT") and sets the date behind the author; only the name is
 * told to anybody outside.
 */
function withoutPlace(value: string): string {
  if (!value.includes("/")) return value;
  return value
    .split(/([,;])/)
    .map((piece) => {
      const dated = /^(.{3,80}?)\s{2,}\d{1,2}\/\d{1,2}\/\d{2,4}\b/.exec(piece)?.[1] ?? piece;
      const slash = dated.indexOf("/");
      const place = slash > 0 ? dated.slice(slash) : "";
      return /^\/[\w-]{1,40}(?:[/@ ][\w/@ -]{0,80})?$/.test(place.trim()) ? dated.slice(0, slash) : dated;
    })
    .join("");
}

/** The one person a From value names. An Outlook block inside one Exchange names no address: it is left empty. */
export function personIn(value: string): Address | null {
  return peopleIn(value)[0] ?? null;
}

/** The people a To or Cc value names. */
export function peopleIn(written: string): Address[] {
  const value = withoutPlace(written);
  const people: Address[] = [];
  const seen = new Set<string>();
  let from = 0;
  for (const { address, start, end } of mentionsIn(value, addressesMax)) {
    const between = value.slice(from, start);
    from = end;
    const parts = between.split(";");
    for (const part of parts.slice(0, -1)) addName(people, part);
    if (seen.has(address)) continue;
    seen.add(address);
    const name = nameIn(parts.at(-1) ?? "");
    people.push({ name: name.toLowerCase() === address ? "" : name, address });
  }
  for (const part of value.slice(from).split(";", addressesMax)) addName(people, part);
  return people.slice(0, addressesMax);
}

function addName(people: Address[], part: string): void {
  const name = nameIn(part);
  if (/[\p{L}\p{N}]{2}/u.test(name) && firstMention(part) === null) people.push({ name, address: "" });
}

/** A name without brackets, quotes, bold marks and the words of a link: "Ada" <mailto:…>, Ada [mailto:…], *Ada*. */
function nameIn(text: string): string {
  const bare = text
    .slice(0, 300)
    .replace(/mailto:/gi, "")
    .replace(/[<>[\]"*“”„|]/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s,;:()]{1,20}/, "")
    .replace(/[\s,;:(]{1,20}$/, "")
    .trim();
  return bare.replace(/^'([^']{0,300})'?$/, "$1").trim();
}
