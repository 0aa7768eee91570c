/**
 * The parts of a mail (RFC 2045–2047, 2231, 3676) as a tree, split and transfer-decoded by mailparser. Its own header
 * reading, charset decoding and joining of texts are left out: they lose a second From, take windows-1250 for broken
 * UTF-8, and put a list's footer in the place of an HTML-only mail's words. The three methods replaced here are not in
 * its documented interface; its version is pinned, and the tests of this file fail when they change.
 */
import { Transform } from "node:stream";
import { MailParser } from "mailparser";
import { limits } from "../limits.ts";
import type { Decoded } from "./charset.ts";
import { type Line, mend, type Split, takesOwnBase64, textOf, valueOfLine } from "./mend.ts";
import { type Payload, type Prescan, UnreadableMail } from "./prescan.ts";

/** One part. `text` is set for parts shown as text, `attachment` for all other leaves. */
export type Part = {
  type: string;
  name: string | null;
  charset: string | null;
  disposition: string | null;
  contentId: string | null;
  /** The text arrives still in base64, because what gateways paste behind it would decode to garbage. */
  stillBase64: boolean;
  /** Content-Type as it stood, unfolded: its parameters tell a calendar's method or a report's type. */
  typeLine: string;
  children: Part[];
  text: Decoded | null;
  /** `glimpse`: as much of the bytes as tells what kind of file it is, also where `content` is not wanted. */
  attachment: { order: number; bytes: number; content: Buffer | null; glimpse: Buffer | null } | null;
};

/** Which attachments' bytes are wanted; `order` counts them from 0, top to bottom. */
export type Wanted = (part: Part, order: number) => boolean;

type ParserNode = {
  parent?: ParserNode;
  contentType: string | false;
  disposition?: string;
  charset?: string;
  isAttachment?: boolean;
  headerLines: Line[];
};

/** What we touch inside the parser. */
type Inside = {
  createNode: (split: Split) => ParserNode;
  processHeaders: (lines: Line[]) => Map<string, unknown>;
  decoder: { decodeStream: () => Transform };
};

type Reading = {
  root: Part | null;
  parts: Map<ParserNode, Part>;
  attachments: Part[];
  latest: Part | null;
  textCount: number;
  pending: Promise<void>[];
};

/** Bytes of text decoded at most: four a character is the worst that UTF-8 brings. */
const TEXT_BYTES_MAX = 4 * limits.textCharsMax;

/**
 * Splits a mail. Its large payloads are left out of what the parser sees; their sizes and, where wanted, bytes are put back.
 * Throws UnreadableMail("parserFailed") when the parser gives up.
 */
export async function readParts(scan: Prescan, wanted: Wanted): Promise<Part> {
  const { payloads } = scan;
  const reading: Reading = { root: null, parts: new Map(), attachments: [], latest: null, textCount: 0, pending: [] };
  const parser = openParser(reading);
  await run(parser, reading, scan, wanted);
  await Promise.all(reading.pending);
  if (reading.root === null) throw new UnreadableMail("parserFailed", "the parser found no part");
  if (payloads.length > 0 && hasMarkInText(reading.root)) return readParts({ ...scan, payloads: [] }, wanted);
  return reading.root;
}

function openParser(reading: Reading): MailParser {
  const parser = new MailParser({
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    checksumAlgo: false,
    maxHeadSize: 4 * limits.headerBytesMax,
    maxChildNodes: limits.partCountMax + 1,
  });
  const inside = parser as unknown as Inside;
  const create = inside.createNode.bind(parser);
  inside.processHeaders = () => new Map();
  inside.createNode = (split) => {
    mend(split, reading.textCount === 0);
    const stillBase64 = takesOwnBase64(split);
    if (stillBase64) split.encoding = "8bit";
    const node = create(split);
    notePart(reading, node, split, stillBase64);
    return node;
  };
  inside.decoder = { decodeStream: () => textTap(reading) };
  return parser;
}

function notePart(reading: Reading, node: ParserNode, split: Split, stillBase64: boolean): void {
  const part: Part = {
    type: node.contentType || "text/plain",
    name: typeof split.filename === "string" && split.filename !== "" ? split.filename : null,
    charset: split.charset || null,
    disposition: split.disposition || null,
    contentId: valueOfLine(node.headerLines, "content-id"),
    stillBase64,
    typeLine: valueOfLine(node.headerLines, "content-type") ?? "",
    children: [],
    text: null,
    attachment: null,
  };
  const around = node.parent === undefined ? null : reading.parts.get(node.parent);
  (around ?? reading.root)?.children.push(part);
  reading.root ??= part;
  reading.parts.set(node, part);
  reading.latest = part;
  if (part.type.startsWith("multipart/")) return;
  // A named text behind the first one is a file that the mail program also shows, such as a log or a patch.
  if (node.isAttachment !== true && part.name !== null && reading.textCount > 0) {
    node.isAttachment = true;
    node.disposition = "attachment";
  }
  if (node.isAttachment === true) reading.attachments.push(part);
  else reading.textCount += 1;
  // Any name outside the parser's list of UTF-8 names makes it ask our decoder, which knows what was declared.
  node.charset = "declared";
}

/** Takes the bytes of one text out of the stream and keeps them as text. */
function textTap(reading: Reading): Transform {
  const part = reading.latest;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  reading.pending.push(promise);
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (bytes < TEXT_BYTES_MAX) chunks.push(chunk);
      bytes += chunk.length;
      done();
    },
    flush(done) {
      if (part !== null) part.text = textOf(part, Buffer.concat(chunks));
      resolve();
      done();
    },
  });
  tap.once("error", () => resolve());
  return tap;
}

/** Feeds the parser and takes the attachments from it, one after the other as it asks for. */
function run(parser: MailParser, reading: Reading, scan: Prescan, wanted: Wanted): Promise<void> {
  const { mail: raw, payloads } = scan;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let count = 0;
  parser.on("data", (data) => {
    if (data.type !== "attachment") return;
    const order = count++;
    const part = reading.attachments[order];
    const keep = part !== undefined && wanted(part, order);
    const chunks: Buffer[] = [];
    let bytes = 0;
    data.content.on("data", (chunk: Buffer) => {
      if ((keep && bytes <= limits.partBytesMax) || bytes < GLIMPSE_BYTES) chunks.push(chunk);
      bytes += chunk.length;
    });
    data.content.once("end", () => {
      const content = Buffer.concat(chunks);
      if (part !== undefined) part.attachment = { order, ...restored(raw, payloads, content, bytes, keep) };
      data.release?.();
    });
  });
  parser.once("end", resolve);
  parser.once("error", (error: Error) => reject(new UnreadableMail("parserFailed", error.message)));
  let position = 0;
  // Where the text followed its headers without the empty line, the parser needs one.
  if (scan.headersEnd === scan.bodyStart) {
    parser.write(raw.subarray(0, scan.headersEnd));
    parser.write("\r\n");
    position = scan.headersEnd;
  }
  for (const [index, payload] of payloads.entries()) {
    parser.write(raw.subarray(position, payload.start));
    parser.write(`${Buffer.from(mark(index, raw)).toString("base64")}\r\n`);
    position = payload.end;
  }
  parser.end(raw.subarray(position));
  return promise;
}

const MARK = "\u0001payload left out\u0001";
const MARK_BYTES = 64;
/** What a file is stands in its first bytes; an archive's table of contents stands at its end. */
const GLIMPSE_BYTES = 256 * 1024;

function mark(index: number, raw: Buffer): string {
  return `${MARK}${raw.length}:${index}`;
}

/** Puts back what was left out, where the content is the mark of a payload. */
function restored(raw: Buffer, payloads: Payload[], content: Buffer, bytes: number, keep: boolean) {
  const index = payloads.length > 0 && bytes < MARK_BYTES ? markedIndex(content, raw) : null;
  const payload = index === null ? undefined : payloads[index];
  if (payload === undefined) {
    return { bytes, content: keep && bytes <= limits.partBytesMax ? content : null, glimpse: content };
  }
  const decoded = Buffer.from(raw.toString("latin1", payload.start, payload.end), "base64");
  const isWanted = keep && decoded.length <= limits.partBytesMax;
  return { bytes: decoded.length, content: isWanted ? decoded : null, glimpse: decoded };
}

function markedIndex(content: Buffer, raw: Buffer): number | null {
  const text = content.toString("latin1");
  const start = `${MARK}${raw.length}:`;
  return text.startsWith(start) ? Number(text.slice(start.length)) : null;
}

/** The parser took for text what the first walk took for a file: then it must see the whole mail. */
function hasMarkInText(part: Part): boolean {
  return part.text?.text.includes(MARK) === true || part.children.some(hasMarkInText);
}
