/**
 * Plain text of people: made safe for one line, wrapped for the text twins, or turned into paragraphs, line breaks and links
 * for HTML. Only http and https become links, and the address itself is what is shown.
 */
import { escapeHtml } from "./fill.ts";

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Marks that turn the writing direction and could make a line show as another one. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Nothing to clean: letters of Latin scripts, digits and marks with single spaces between. Most values are. */
const ordinary = /^[\u0021-\u007e\u00a1-\u024f]+(?: [\u0021-\u007e\u00a1-\u024f]+)*$/;

/** A name, subject or address as it may stand inside a line; what is longer than any of these is cut. */
export function oneLine(value: string, charsMax = 1000): string {
  if (value.length > charsMax) return `${oneLine(value.slice(0, charsMax - 1))}…`;
  if (ordinary.test(value)) return value;
  return value
    .toWellFormed()
    .replace(/[\s\u2028\u2029]+/g, " ")
    .replace(controls, "")
    .replace(bidi, "")
    .trim();
}

/** A person's text as it was written: line breaks are `\n`, without control characters and empty lines at its ends. */
export function manyLines(value: string): string {
  return value
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(controls, "")
    .replace(/[\u202d\u202e]/g, "")
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
}

const link = /\bhttps?:\/\/[^\s<>"'`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]{3,2000}/gi;

/** One line as HTML, its addresses as links. A mark at the end of a sentence is no part of its link. */
function lineAsHtml(line: string, linkStyle: string): string {
  let html = "";
  let from = 0;
  for (const match of line.matchAll(link)) {
    const url = trimmedLink(match[0]);
    html += escapeHtml(line.slice(from, match.index));
    html += `<a href="${escapeHtml(url)}" rel="noopener noreferrer nofollow" class="accent" style="${linkStyle}">${escapeHtml(url)}</a>`;
    from = match.index + url.length;
  }
  return html + escapeHtml(line.slice(from));
}

function trimmedLink(found: string): string {
  let end = found.length;
  const opened = found.includes("(");
  while (end > 0 && /[.,;:!?)\]}*_|]/.test(found[end - 1] ?? "")) {
    // A closing bracket stays where the address opened one, as in many wiki addresses.
    if (found[end - 1] === ")" && opened) break;
    end -= 1;
  }
  return found.slice(0, end);
}

/**
 * Whether a paragraph was wrapped by a mail program at a column: every next word would not have fitted any more, and every
 * line goes on in words. Such breaks are no one's intent and look ragged on a phone; all others are kept.
 */
function wrappedByProgram(lines: string[]): boolean {
  const columns = lines.reduce((longest, line) => Math.max(longest, line.length), 0);
  if (lines.length < 2 || columns < 64 || columns > 100) return false;
  // A name below the last sentence is set apart on purpose.
  if (/[.!?…]$/.test(lines.at(-2) ?? "") && /^\p{Lu}\S*(?: \S+){0,2}(?<![.!?…,;:])$/u.test(lines.at(-1) ?? ""))
    return false;
  return lines.slice(1).every((line, index) => {
    const before = lines[index] ?? "";
    const firstWord = line.split(" ", 1)[0] ?? "";
    return /^[\p{L}("„“']/u.test(line) && before.length + 1 + firstWord.length > columns;
  });
}

/** Paragraphs at empty lines, breaks at the others; runs of spaces at the start of a line keep their width. */
export function paragraphs(text: string, style: { paragraph: string; lastParagraph: string; link: string }): string {
  const written = text.split(/\n(?:[ \t]*\n)+/).filter((paragraph) => paragraph.trim() !== "");
  const html = written.map((paragraph, index) => {
    const lines = paragraph.split("\n").map((line) => line.trimEnd());
    const shown = (wrappedByProgram(lines) ? [lines.join(" ")] : lines).map((line) => {
      const bare = line.trimStart();
      const indent = Math.min(line.length - bare.length, 40);
      return "&nbsp;".repeat(indent) + lineAsHtml(bare, style.link);
    });
    const margin = index === written.length - 1 ? style.lastParagraph : style.paragraph;
    return `<p dir="auto" style="${margin}">${shown.join("<br>")}</p>`;
  });
  return html.join("\n");
}

/** Wraps at spaces so that no line is longer than `columns`, except for words that are longer themselves. */
export function wrap(line: string, indent = "", columns = 76): string {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && indent.length + current.length + 1 + word.length > columns) {
      lines.push(indent + current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  if (current !== "") lines.push(indent + current);
  return lines.join("\n");
}
