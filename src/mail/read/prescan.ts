/**
 * One walk over the raw bytes before any MIME parser sees them (RFC 2046 delimiters, RFC 5322 header blocks). It
 * refuses what would cost the parser minutes or gigabytes, and it notes where large base64 payloads lie, so that the
 * parser need not be fed with them (`payload.ts`).
 */
import { limits } from "../limits.ts";

/** Why a mail was not read. The raw bytes stay; people are told this cause. */
export type UnreadableCause =
  | "tooLarge"
  | "tooDeep"
  | "tooManyParts"
  | "tooManyHeaders"
  | "lineTooLong"
  | "timeout"
  | "parserFailed";

/** A mail that cannot be read within the limits. */
export class UnreadableMail extends Error {
  override readonly name = "UnreadableMail";
  override readonly cause: UnreadableCause;
  constructor(cause: UnreadableCause, detail: string) {
    super(detail);
    this.cause = cause;
  }
}

/** A stretch of the raw mail that holds nothing but the base64 of one attachment. */
export type Payload = { start: number; end: number };

export type Prescan = {
  /** The mail itself, behind a byte order mark, empty lines and an mbox "From " line. All positions count from here. */
  mail: Buffer;
  /** The top header block, without the empty line that ends it, and the first byte behind that line. */
  headersEnd: number;
  bodyStart: number;
  payloads: Payload[];
  warnings: string[];
};

/** Shorter payloads are not worth a detour. */
const PAYLOAD_BYTES_MIN = 16 * 1024;
const LF = 10;
const CR = 13;
const DASH = 45;
const COLON = 58;

type Walk = {
  raw: Buffer;
  /** The delimiters of the open multiparts, outermost first, as "--boundary". */
  open: string[];
  /** How many messages lie around this place (message/rfc822 within message/rfc822). */
  messages: number;
  partCount: number;
  longestLine: number;
  payloads: Payload[];
  /** Base64 was seen with bytes in it that are not base64. */
  strange: boolean;
};

/** Throws UnreadableMail when the mail is over a limit that would harm; survives the others with a warning. */
export function prescan(bytes: Buffer): Prescan {
  if (bytes.length > limits.rawBytesMax) {
    throw new UnreadableMail("tooLarge", `${bytes.length} bytes; the most we read is ${limits.rawBytesMax}`);
  }
  const feeds = withFeeds(bytes);
  const raw = feeds.subarray(firstHeader(feeds));
  const walk: Walk = { raw, open: [], messages: 0, partCount: 0, longestLine: 0, payloads: [], strange: false };
  const top = headerBlock(walk, 0);
  let position = enter(walk, top);
  while (position < raw.length) {
    const end = lineEnd(raw, position);
    walk.longestLine = Math.max(walk.longestLine, end - position);
    if (raw[position] === DASH && raw[position + 1] === DASH && delimits(walk, position, end)) {
      position = enter(walk, headerBlock(walk, end));
    } else position = end;
  }
  const warnings: string[] = [];
  if (feeds !== bytes) warnings.push("lines end with CR alone");
  if (walk.longestLine > limits.lineBytesMax) warnings.push(`a line of ${Math.round(walk.longestLine / 1024)} KB`);
  if (walk.strange) warnings.push("base64 with characters that are not base64");
  return { mail: raw, headersEnd: top.end, bodyStart: top.bodyStart, payloads: walk.payloads, warnings };
}

/** Old Macs and careless gateways end lines with CR alone; each becomes LF, so that no position moves. */
function withFeeds(bytes: Buffer): Buffer {
  if (bytes.includes(LF) || !bytes.includes(CR)) return bytes;
  return bytes.map((byte) => (byte === CR ? LF : byte)) as Buffer;
}

function lineEnd(raw: Buffer, from: number): number {
  const feed = raw.indexOf(LF, from);
  return feed < 0 ? raw.length : feed + 1;
}

/** Pipes and mbox files put a "From " line, a byte order mark or empty lines in front of the first header. */
function firstHeader(raw: Buffer): number {
  let at = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 3 : 0;
  while (raw[at] === LF || raw[at] === CR) at += 1;
  while (startsWith(raw, at, "From ") || startsWith(raw, at, ">From ")) at = lineEnd(raw, at);
  return at;
}

function startsWith(raw: Buffer, at: number, word: string): boolean {
  return raw[at] === word.charCodeAt(0) && raw.toString("latin1", at, at + word.length) === word;
}

type Block = { start: number; end: number; bodyStart: number };

/** Walks one header block to its empty line, counting as it goes. */
function headerBlock(walk: Walk, start: number): Block {
  const { raw } = walk;
  let position = start;
  let count = 0;
  while (position < raw.length) {
    const end = lineEnd(raw, position);
    const first = raw[position];
    if (first === LF || (first === CR && raw[position + 1] === LF)) return { start, end: position, bodyStart: end };
    if (end - position > limits.headerBytesMax) {
      throw new UnreadableMail("lineTooLong", `a header line of ${end - position} bytes`);
    }
    if (first !== 32 && first !== 9) count += 1;
    if (count > limits.headerCountMax) {
      throw new UnreadableMail("tooManyHeaders", `more than ${limits.headerCountMax} header lines in one part`);
    }
    if (end - start > limits.headerBytesMax) {
      throw new UnreadableMail("tooManyHeaders", `more than ${limits.headerBytesMax} bytes of headers in one part`);
    }
    if (first === DASH && raw[position + 1] === DASH && isDelimiter(walk, position, end)) {
      return { start, end: position, bodyStart: position };
    }
    if (start === 0 && isProse(raw, position)) return { start, end: position, bodyStart: position };
    position = end;
  }
  return { start, end: raw.length, bodyStart: raw.length };
}

/** How many lines are looked at to tell a damaged header from a text that follows without the empty line. */
const PROSE_LINES_MAX = 50;

/** A line that is no header, and no header behind it up to the empty line: the text has begun unannounced. */
function isProse(raw: Buffer, start: number): boolean {
  if (start === 0 || isHeaderLine(raw, start)) return false;
  let position = start;
  for (let count = 0; count < PROSE_LINES_MAX && position < raw.length; count += 1) {
    if (raw[position] === LF || (raw[position] === CR && raw[position + 1] === LF)) return true;
    if (isHeaderLine(raw, position)) return false;
    position = lineEnd(raw, position);
  }
  return true;
}

/** A field name and its colon, or a folded line (RFC 5322 §2.2); white space before the colon is obsolete but seen. */
function isHeaderLine(raw: Buffer, start: number): boolean {
  if (raw[start] === 32 || raw[start] === 9) return true;
  let at = start;
  while (at < start + 100 && (raw[at] ?? 0) > 32 && (raw[at] ?? 0) < 127 && raw[at] !== COLON) at += 1;
  const named = at > start;
  while (at < start + 120 && (raw[at] === 32 || raw[at] === 9)) at += 1;
  return named && raw[at] === COLON;
}

/** What a part's headers announce; parameters may be folded over lines and written in any case. */
function enter(walk: Walk, block: Block): number {
  walk.partCount += 1;
  if (walk.partCount > limits.partCountMax) {
    throw new UnreadableMail("tooManyParts", `more than ${limits.partCountMax} parts`);
  }
  const head = walk.raw.toString("latin1", block.start, block.end);
  const type = /^content-type[ \t]*:[ \t]*(?:\r?\n[ \t]+)?([^;\s]{1,200})/im.exec(head)?.[1]?.toLowerCase() ?? "";
  if (type.startsWith("multipart/")) {
    const found = /;\s{0,200}boundary[ \t]{0,20}=[ \t]{0,20}(?:"([^"\r\n]{1,500})"|([^";\s]{1,500}))/i.exec(head);
    const boundary = (found?.[1] ?? found?.[2] ?? "").trimEnd();
    if (boundary !== "") walk.open.push(`--${boundary}`);
  }
  const embedded = type === "message/rfc822" || type === "message/global";
  if (embedded) walk.messages += 1;
  if (walk.open.length + walk.messages > limits.depthMax) {
    throw new UnreadableMail("tooDeep", `parts within parts more than ${limits.depthMax} deep`);
  }
  const base64 = /^content-transfer-encoding[ \t]*:[ \t]*base64[ \t]*\r?$/im.test(head);
  if (embedded && !base64) return enter(walk, headerBlock(walk, block.bodyStart));
  if (base64 && !type.startsWith("multipart/")) return notePayload(walk, block.bodyStart, isOpaque(type));
  return block.bodyStart;
}

/** Types whose content the reading itself never looks into. */
function isOpaque(type: string): boolean {
  return /^(?:image|audio|video|font)\/|^application\/(?!ms-tnef|vnd\.ms-tnef|pgp|ics)/.test(type);
}

function isDelimiter(walk: Walk, start: number, end: number): boolean {
  const line = walk.raw.toString("latin1", start, Math.min(end, start + 1_600)).trimEnd();
  return walk.open.some((delimiter) => line === delimiter || line === `${delimiter}--`);
}

/** True when the line opens the next part of an open multipart; a closing delimiter ends that multipart. */
function delimits(walk: Walk, start: number, end: number): boolean {
  if (walk.open.length === 0) return false;
  const line = walk.raw.toString("latin1", start, Math.min(end, start + 1_600)).trimEnd();
  for (let level = walk.open.length - 1; level >= 0; level -= 1) {
    const delimiter = walk.open[level] ?? "";
    if (line === delimiter) {
      walk.open.length = level + 1;
      return true;
    }
    if (line === `${delimiter}--`) {
      walk.open.length = level;
      return false;
    }
  }
  return false;
}

/**
 * Looks at the base64 that begins here and notes it when it is a large file's. The stretch must hold no byte outside
 * the alphabet: then it cannot hide a delimiter, and leaving it out changes nothing else, whatever a parser makes of
 * the structure around it.
 */
function notePayload(walk: Walk, start: number, opaque: boolean): number {
  const inner = walk.open.at(-1);
  const found = inner === undefined ? -1 : walk.raw.indexOf(`\n${inner}`, start, "latin1");
  const end = found < 0 ? walk.raw.length : found + 1;
  const foreign = /[^A-Za-z0-9+/=\s]/.test(walk.raw.toString("latin1", start, end));
  if (foreign) walk.strange = true;
  const worthwhile = opaque && inner !== undefined && walk.messages === 0 && end - start >= PAYLOAD_BYTES_MIN;
  if (foreign || !worthwhile) return start;
  walk.payloads.push({ start, end });
  return end;
}
