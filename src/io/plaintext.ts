/**
 * Plain text of people: made safe for one line, wrapped for the text twins, or turned into paragraphs, line breaks and links
 * for HTML. Only http and https become links, and the address itself is what is shown.
 */
import { escapeHtml } from "./fill.ts";

const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Marks that turn the writing direction and could make a line show as another one. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A name, subject or address as it may stand inside a line. */
export function oneLine(value: string): string {
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
  while (end > 0 && /[.,;:!?)\]}*_|]/.test(found[end - 1] ?? "")) {
    // A closing bracket stays where the address opened one, as in many wiki addresses.
    if (found[end - 1] === ")" && found.slice(0, end).includes("(")) break;
    end -= 1;
  }
  return found.slice(0, end);
}

/** Paragraphs at empty lines, breaks at the others; runs of spaces at the start of a line keep their width. */
export function paragraphs(text: string, paragraphStyle: string, linkStyle: string): string {
  const html: string[] = [];
  for (const paragraph of text.split(/\n[ \t]*\n/)) {
    const lines = paragraph.split("\n").map((line) => {
      const bare = line.trimStart();
      const indent = Math.min(line.length - bare.length, 40);
      return "&nbsp;".repeat(indent) + lineAsHtml(bare, linkStyle);
    });
    if (paragraph.trim() !== "") html.push(`<p dir="auto" style="${paragraphStyle}">${lines.join("<br>")}</p>`);
  }
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
