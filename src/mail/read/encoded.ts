/**
 * Header text as people read it: RFC 2047 encoded words in the shapes that life brings (words split in the middle of
 * a character, spaces inside them, unknown charsets, lower-case markers), and control characters taken out.
 */
import { decodeText } from "./charset.ts";

/** One encoded word. Its pieces cannot overlap, so a search is linear. RFC 2231 adds the language behind a star. */
const encodedWord = /=\?([^?*\s]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\r\n]{0,4000})\?=/g;

/** Decodes every encoded word of a header value; what cannot be decoded stays as it stands. */
export function decodeWords(value: string): string {
  if (!value.includes("=?")) return value;
  let out = "";
  let last = 0;
  let run: { charset: string; bytes: Buffer[] } | null = null;
  const flush = () => {
    if (run !== null) out += decodeText(Buffer.concat(run.bytes), run.charset).text;
    run = null;
  };
  for (const match of value.matchAll(encodedWord)) {
    const [whole, charset = "", kind = "", payload = ""] = match;
    const between = value.slice(last, match.index);
    const bytes = kind === "b" || kind === "B" ? fromBase64(payload) : fromQ(payload);
    // Space between two encoded words is only there to fold the line (RFC 2047 §6.2).
    const glued = run !== null && between.trim() === "";
    if (!glued) {
      flush();
      out += between;
    }
    // Words of one charset are joined as bytes: many mailers split them in the middle of a character.
    if (run !== null && run.charset !== charset.toLowerCase()) flush();
    run ??= { charset: charset.toLowerCase(), bytes: [] };
    run.bytes.push(bytes);
    last = match.index + whole.length;
  }
  flush();
  return out + value.slice(last);
}

function fromBase64(payload: string): Buffer {
  return Buffer.from(payload.replaceAll(" ", ""), "base64");
}

function fromQ(payload: string): Buffer {
  const text = payload.replaceAll("_", " ");
  const out = Buffer.alloc(Buffer.byteLength(text));
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const hex = text[at] === "=" ? text.slice(at + 1, at + 3) : "";
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      out[length++] = Number.parseInt(hex, 16);
      at += 2;
    } else length += out.write(text[at] ?? "", length);
  }
  return out.subarray(0, length);
}

/** One line, no control characters, no lone surrogates: what a subject or a name may hold (PostgreSQL refuses NUL). */
export function oneLine(value: string, charsMax = 2_000): string {
  const flat = value.replace(/[\x00-\x1f\x7f\u0085\u2028\u2029]+/g, " ").toWellFormed();
  return flat.slice(0, charsMax).toWellFormed().trim();
}

/** Many lines: NUL and the controls that no text needs are taken out, line ends become "\n". */
export function manyLines(value: string, charsMax: number): string {
  let text = value.length > charsMax ? value.slice(0, charsMax) : value;
  if (text.includes("\r")) text = text.replace(/\r\n?/g, "\n");
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) text = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "");
  return text.isWellFormed() ? text : text.toWellFormed();
}
