/**
 * Tells whether a mail passes on another one, and reads who wrote that one first, when, to whom, and what the forwarder
 * added above it: mails attached as message/rfc822 (RFC 2046 section 5.2.1), and the inline forms of the usual clients.
 * An Outlook answer shows the same From/Sent/To/Subject block as its forward: there only the subject tells them apart.
 */

import { bounce } from "../bounce/bounce.ts";
import { limits } from "../limits.ts";
import type { Forwarded, Message, NestedMessage } from "../message.ts";
import { isoOf, readDate } from "../read/writtenDate.ts";
import { type Block, labelled, peopleIn, personIn, readBlock, unquoted } from "./forwardBlock.ts";
import { attributionAt, authorLine, authorOf, blockOnOneLine } from "./forwardLine.ts";
import { forwardMarkers, forwardSubjects, originalMarkers, plainWord, replySubjects } from "./forwardWords.ts";

/** A forward begins within these; its text may be as long as it likes. */
const searchedLinesMax = 5_000;
const lineCharsMax = 2_000;
const markerGapMax = 6;

/** Reads what `message` passes on (the outermost mail of nested forwards), or null where it passes on nothing. */
export function forwarded(message: Message): Forwarded | null {
  if (message.contentType.type === "multipart/report" || bounce(message) !== null) return null;
  const lines = message.text.slice(0, limits.textCharsMax).split(/\r\n|\r|\n/);
  const mark = subjectMark(message.subject);
  const found = findForward(lines.slice(0, searchedLinesMax), mark);
  if (found !== null) return inline(lines, found, message.date);
  const nested = message.nested[0];
  if (nested === undefined || (nested.from === null && nested.text.trim() === "" && nested.subject === "")) return null;
  return attached(nested, message.text);
}

function attached(nested: NestedMessage, note: string): Forwarded {
  return {
    from: nested.from,
    to: nested.to,
    cc: nested.cc,
    date: nested.date,
    subject: nested.subject,
    text: nested.text.trim(),
    note: note.trim(),
  };
}

/** What the first mark of a subject says; gateway marks such as [EXT] before it are passed over. */
export function subjectMark(subject: string): "forward" | "reply" | null {
  let rest = subject.slice(0, 300).trim();
  for (let tries = 0; tries < 4; tries++) rest = rest.replace(/^\[[^[\]]{1,40}\]:? {0,3}/, "");
  const colon = rest.slice(0, 30).search(/[:：]/);
  if (colon < 1) return /^\(fwd\)|\(fwd\)$|^\[fwd/i.test(subject.trim()) ? "forward" : null;
  const word = plainWord(rest.slice(0, colon).replace(/(\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3})$/, ""));
  if (forwardSubjects.has(word)) return "forward";
  if (replySubjects.has(word)) return "reply";
  return /\(fwd\)$|\[fwd:/i.test(subject.trim().slice(0, 300)) ? "forward" : null;
}

type Found = { markerLine: number; block: Block };

/**
 * The first announced or, under a forward's subject, the first bare header block; failing both, under such a subject,
 * the first attribution. The quote of an answer above it ends the search: the forward was then in what was answered.
 */
function findForward(lines: readonly string[], mark: "forward" | "reply" | null): Found | null {
  let attributed: Found | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.length > lineCharsMax) continue;
    const marker = markerOf(line);
    if (marker === "forward" || (marker === "original" && mark === "forward")) {
      const block = blockBelow(lines, at + 1) ?? blockOnOneLine(line, at);
      if (block !== null) return { markerLine: at, block };
    }
    const block = (labelled(line)?.field ?? "other") === "other" ? null : readBlock(lines, at);
    if (block !== null && block.fields.size >= 3) return mark === "forward" ? { markerLine: at, block } : null;
    if (marker === "original" && mark !== "forward") return null;
    const attribution = attributionAt(lines, at);
    if (attribution === null) continue;
    if (mark !== "forward") return null;
    attributed ??= fromAttribution(attribution, at);
  }
  return attributed;
}

/** Outlook for Mac forwards under the line of an answer; it names neither recipients nor subject. */
function fromAttribution({ said, lines }: { said: string; lines: number }, at: number): Found | null {
  if (authorOf(said) === null) return null;
  const fields = new Map([["from", said] as const, ["date", said] as const]);
  return { markerLine: at, block: { fields, english: /wrote/i.test(said), start: at, end: at + lines } };
}

function blockBelow(lines: readonly string[], from: number): Block | null {
  for (let at = from; at < Math.min(lines.length, from + markerGapMax); at++) {
    if (unquoted(lines[at] ?? "").plain === "") continue;
    const block = readBlock(lines, at) ?? blockOnOneLine(lines[at] ?? "", at);
    if (block !== null) return block;
    const said = authorLine(lines[at] ?? "") ?? attributionAt(lines, at)?.said ?? null;
    if (said !== null) return fromAttribution({ said, lines: 1 }, at)?.block ?? null;
  }
  return null;
}

/** Whether a line announces a forwarded mail, or an earlier one of either sort. */
function markerOf(line: string): "forward" | "original" | null {
  const { plain } = unquoted(line);
  if (plain.length < 4) return null;
  const dashed = /^[-=_*~–—]{2,}/.test(plain);
  const colon = /[:：]\*{0,2}$/.test(plain);
  if (!dashed && !colon && !/^this is a f/i.test(plain)) return null;
  const words = plainWord(
    plain
      .slice(0, 200)
      .replace(/^[-=_*~–—\s]{1,100}/, "")
      .replace(/[-=_*~–—:：\s]{1,100}$/, ""),
  );
  const opening = words.split(/ ?-{3,}/)[0] ?? "";
  if (dashed && opening !== words && forwardMarkers.has(opening)) return "forward";
  if ((dashed || colon) && forwardMarkers.has(words)) return "forward";
  if (
    dashed &&
    /^(forwarded message from|forwarded by|weitergeleitet von|przekazane przez|transféré par|inoltrato da) /.test(words)
  )
    return "forward";
  if (words === "this is a forwarded message") return "forward";
  return dashed && originalMarkers.has(words) ? "original" : null;
}

/**
 * 05/11 is the fifth of November but for those who write AM and PM below English labels; what is passed on was written
 * before it was passed on, which decides where both readings are days.
 */
function dateIn(said: string, english: boolean, passedOnAt: string | null): string | null {
  const american = english && /\d\s?[ap]\.?m\b/i.test(said);
  const days = ([american ? "mdy" : "dmy", american ? "dmy" : "mdy"] as const).flatMap((order) => {
    const read = readDate(said, order);
    const iso = read === null ? null : isoOf(read);
    return iso === null ? [] : [iso];
  });
  const earlier = days.find((day) => passedOnAt === null || day.slice(0, 10) <= nextDay(passedOnAt));
  return earlier ?? days[0] ?? null;
}

/** One day of grace for zones and clocks that are wrong. */
function nextDay(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? "9999" : new Date(at + 24 * 3_600_000).toISOString().slice(0, 10);
}

function inline(lines: readonly string[], { markerLine, block }: Found, passedOnAt: string | null): Forwarded {
  // Notes sets the date behind the author: "Phillip K Allen      11/18/2026 09:14 AM".
  const beside = /\s{2,20}(\d{1,2}\/\d{1,2}\/\d{2,4} .{4,20})$/.exec(block.fields.get("from") ?? "")?.[1];
  const said = (block.fields.get("date") ?? beside ?? "").replace(/[*_]/g, "").trim();
  const subject =
    block.fields
      .get("subject")
      ?.replace(/^\*{1,2}|\*{1,2}$/g, "")
      .trim() ?? null;
  return {
    from: block.fields.size === 2 ? authorOf(block.fields.get("from") ?? "") : personIn(block.fields.get("from") ?? ""),
    to: peopleIn(block.fields.get("to") ?? ""),
    cc: peopleIn(block.fields.get("cc") ?? ""),
    date: said === "" ? null : (dateIn(said, block.english, passedOnAt) ?? said),
    subject,
    text: textBelow(lines, block),
    note: noteAbove(lines, markerLine),
  };
}

/** The forwarded words; where the block itself was quoted, one level of quoting is taken off. */
function textBelow(lines: readonly string[], block: Block): string {
  const { depth } = unquoted(lines[block.start] ?? "");
  const below = lines.slice(block.end).map((line) => (depth === 0 ? line : withoutQuote(line, depth)));
  return unindented(withoutFrame(depth === 0 ? unquotedAll(below) : below))
    .join("\n")
    .trim();
}

/** Mutt, Yandex and The Bat! draw a line below (and above) what they pass on. */
function withoutFrame(lines: readonly string[]): readonly string[] {
  const filled = lines.flatMap((line, index) => (line.trim() === "" ? [] : [index]));
  const [first, last] = [filled[0] ?? 0, filled.at(-1) ?? -1];
  const ends =
    /^\s{0,10}[-=]{2,}(8<)?[-=\s]{0,40}(end (of )?(forwarded|original)|конец перес|koniec przekaz|ende der weiter)/i;
  const from = /^\s{0,10}={2,}8<={2,}/.test(lines[first] ?? "") ? first + 1 : first;
  return lines.slice(from, ends.test((lines[last] ?? "").slice(0, 200)) ? last : lines.length);
}

/** Missive quotes the text below an unquoted block: where nearly every line is quoted, one level comes off. */
function unquotedAll(lines: readonly string[]): readonly string[] {
  const filled = lines.filter((line) => line.trim() !== "");
  const quoted = filled.filter((line) => line.trimStart().startsWith(">")).length;
  if (quoted === 0 || !filled[0]?.trimStart().startsWith(">") || quoted < filled.length * 0.8) return lines;
  return lines.map((line) => withoutQuote(line, 1));
}

/** Outlook for Mac sets the forwarded text in by four spaces. */
function unindented(lines: readonly string[]): readonly string[] {
  const filled = lines.filter((line) => line.trim() !== "");
  if (filled.length === 0 || !filled.every((line) => line.startsWith("    "))) return lines;
  return lines.map((line) => line.slice(4));
}

function withoutQuote(line: string, depth: number): string {
  let rest = line;
  for (let taken = 0; taken < depth && taken < 50; taken++) {
    const cut = rest.replace(/^[ \t]{0,4}>/, "");
    if (cut === rest) break;
    rest = cut;
  }
  return rest.replace(/^ /, "");
}

/** What the forwarder wrote, without the line Outlook draws under it. */
function noteAbove(lines: readonly string[], markerLine: number): string {
  const above = lines.slice(0, markerLine);
  while (above.length > 0 && /^[\s>_=-]{0,200}$/.test(above.at(-1) ?? "")) above.pop();
  return above.join("\n").trim();
}
