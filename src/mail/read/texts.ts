/**
 * A short way for most mails that people write: one text, or a few versions of it side by side, and nothing else
 * (RFC 2046 §4.1, §5.1). Such a mail is split and decoded here in a fraction of the parser's time. Whatever is unusual,
 * be it a name, a doubled header, a stray delimiter or flowed lines, is left to the parser (`mime.ts`), and a test
 * holds both ways to the same parts.
 */

import type { Header } from "../message.ts";
import { headersOf, parameterised, readHeaders } from "./headers.ts";
import { textOf } from "./mend.ts";
import type { Part } from "./mime.ts";
import type { Prescan } from "./prescan.ts";

const versionsMax = 4;
/** The parser caps texts at this size too; longer ones are its matter. */
const bytesMax = 1024 * 1024;
const LF = 10;
const CR = 13;
const DASH = 45;
const EQUALS = 61;

/** The parts of a mail of texts alone, or null where the parser must look. */
export function readTexts(scan: Prescan, headers: Header[]): Part | null {
  const { mail, bodyStart, headersEnd } = scan;
  if (headersEnd === bodyStart || mail.length > bytesMax) return null;
  const type = headersOf(headers, "content-type");
  if (type.length > 1) return null;
  const body = mail.subarray(bodyStart);
  const kind = /^multipart\/(?:alternative|mixed)(?=\s{0,20};)/i.exec(type[0] ?? "")?.[0].toLowerCase();
  if (kind === undefined) return leafOf(headers, body);
  const boundary = parameterised(type[0] ?? "").parameters.boundary ?? "";
  // A boundary that needs care with its quotes, encodings or spaces is the parser's matter.
  if (!/^[\w'+/.:=-]{1,70}$/.test(boundary) || headersOf(headers, "content-disposition").length > 0) return null;
  const children = childrenOf(body, boundary);
  if (children === null) return null;
  if (kind === "multipart/mixed" && children.length > 1) return null;
  return { ...partOf(kind, type[0] ?? ""), children };
}

/** The children between well-formed delimiters; null where anything else begins with the boundary. */
function childrenOf(body: Buffer, boundary: string): Part[] | null {
  const delimiter = `--${boundary}`;
  const children: Part[] = [];
  let start = -1;
  for (let at = body.indexOf(delimiter, 0, "latin1"); at >= 0; at = body.indexOf(delimiter, at + 1, "latin1")) {
    if (at > 0 && body[at - 1] !== LF) return null;
    const end = at + delimiter.length;
    const closes = body[end] === DASH && body[end + 1] === DASH;
    const next = afterLine(body, closes ? end + 2 : end);
    if (next === null || children.length >= versionsMax) return null;
    if (start >= 0) {
      const child = childOf(body.subarray(start, withoutBreak(body, start, at)));
      if (child === null) return null;
      children.push(child);
    }
    if (closes) return start >= 0 && body.indexOf(delimiter, next, "latin1") < 0 ? children : null;
    start = next;
  }
  return null;
}

/** Where the next line begins, when nothing stands between `at` and the end of this one. */
function afterLine(body: Buffer, at: number): number | null {
  if (at >= body.length) return at;
  const feed = body[at] === CR ? at + 1 : at;
  return body[feed] === LF ? feed + 1 : null;
}

/** The line break before a delimiter belongs to the delimiter. */
function withoutBreak(body: Buffer, start: number, at: number): number {
  if (at - 1 <= start) return start;
  return body[at - 2] === CR ? at - 2 : at - 1;
}

function childOf(bytes: Buffer): Part | null {
  let at = 0;
  // A part may have no header at all; then it begins with the empty line.
  while (at < bytes.length) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF)) break;
    const feed = bytes.indexOf(LF, at);
    if (feed < 0) return null;
    at = feed + 1;
  }
  const { headers, strayLines } = readHeaders(bytes.subarray(0, at));
  const body = afterLine(bytes, at);
  if (strayLines > 0 || headers.length > 20 || body === null || body >= bytes.length) return null;
  return leafOf(headers, bytes.subarray(body));
}

/** A text with headers that say plainly what it is; anything named or odd is the parser's matter. */
function leafOf(headers: Header[], body: Buffer): Part | null {
  const types = headersOf(headers, "content-type");
  const encodings = headersOf(headers, "content-transfer-encoding");
  if (types.length > 1 || encodings.length > 1 || headersOf(headers, "content-disposition").length > 0) return null;
  if (body.length === 0) return null;
  const typeLine = types[0] ?? "";
  const type = /^text\/(?:plain|html)(?=\s{0,20}(?:;|$))/i.exec(typeLine)?.[0].toLowerCase() ?? null;
  if ((type === null && types.length > 0) || /\bname|flowed|\*|\(|delsp/i.test(typeLine)) return null;
  const encoding = (encodings[0] ?? "").toLowerCase();
  const bytes = decoded(body, encoding);
  if (bytes === null) return null;
  const charset = /charset\s{0,5}=\s{0,5}(?:"([\w.:+-]{1,60})"|([\w.:+-]{1,60}))\s{0,20}(?:;|$)/i.exec(typeLine);
  if (charset === null && /charset/i.test(typeLine)) return null;
  const part: Part = {
    ...partOf(type ?? "text/plain", typeLine),
    charset: charset?.[1] ?? charset?.[2] ?? null,
    stillBase64: encoding === "base64",
  };
  return { ...part, text: textOf(part, bytes) };
}

/** The bytes behind the transfer encoding; base64 is left as it is, because what lists paste behind it is told apart later. */
function decoded(body: Buffer, encoding: string): Buffer | null {
  if (encoding === "quoted-printable") return fromQuotedPrintable(body);
  return encoding === "" || /^(?:7bit|8bit|binary|base64)$/.test(encoding) ? body : null;
}

function partOf(type: string, typeLine: string): Part {
  return {
    type,
    name: null,
    charset: null,
    disposition: null,
    contentId: null,
    stillBase64: false,
    typeLine,
    children: [],
    text: null,
    attachment: null,
  };
}

/** RFC 2045 §6.7: soft line breaks and white space at the end of a line go, what is no code stays as it stands. */
function fromQuotedPrintable(body: Buffer): Buffer | null {
  const out = Buffer.allocUnsafe(body.length);
  let length = 0;
  let blankFrom = -1;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0;
    if (byte === LF || byte === CR) {
      if (blankFrom >= 0) length = blankFrom;
      blankFrom = -1;
      const soft = byte === LF || body[at + 1] === LF;
      if (soft && length > 0 && out[length - 1] === EQUALS && isSoft(body, at)) {
        if (splitsCode(body, at)) return null;
        length -= 1;
        if (byte === CR) at += 1;
        continue;
      }
    } else if (byte === 32 || byte === 9) {
      if (blankFrom < 0) blankFrom = length;
    } else {
      blankFrom = -1;
      const high = byte === EQUALS ? hexOf(body[at + 1]) : -1;
      const low = high < 0 ? -1 : hexOf(body[at + 2]);
      if (low >= 0) {
        out[length++] = high * 16 + low;
        at += 2;
        continue;
      }
    }
    out[length++] = byte;
  }
  if (blankFrom >= 0) length = blankFrom;
  if (length > 0 && out[length - 1] === EQUALS && isSoft(body, body.length)) length -= 1;
  return out.subarray(0, length);
}

/** The "=" that ends the line was written as such, not as the code "=3D". */
function isSoft(body: Buffer, lineEnd: number): boolean {
  return body[lastInk(body, lineEnd)] === EQUALS;
}

function lastInk(body: Buffer, lineEnd: number): number {
  let at = lineEnd - 1;
  while (at >= 0 && (body[at] === 32 || body[at] === 9)) at -= 1;
  return at;
}

/** A code broken in two by a soft line break ("=4=" above "1") has more than one reading; the parser decides. */
function splitsCode(body: Buffer, lineEnd: number): boolean {
  const soft = lastInk(body, lineEnd);
  return body[soft - 1] === EQUALS || (body[soft - 2] === EQUALS && hexOf(body[soft - 1]) >= 0);
}

function hexOf(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
