/**
 * winmail.dat: the Transport Neutral Encapsulation Format in which Outlook wraps files when it takes the receiver for
 * another Outlook ([MS-OXTNEF], properties as in [MS-OXPROPS]). Only the files and, where the mail has no text, the
 * body are taken out.
 */

import { limits } from "../limits.ts";
import { decodeText } from "./charset.ts";

export type TnefFile = { name: string; type: string; contentId: string | null; content: Buffer };
export type Tnef = { files: TnefFile[]; body: string | null; html: string | null; rich: boolean };

const SIGNATURE = 0x223e9f78;
const FILE_COUNT_MAX = 200;
const PROPERTY_COUNT_MAX = 2_000;

/** Attribute numbers; the upper half tells the type and does not matter here. */
const attributes = {
  body: 0x800c,
  codepage: 0x9007,
  messageProperties: 0x9003,
  fileBegins: 0x9002,
  fileTitle: 0x8010,
  fileData: 0x800f,
  fileProperties: 0x9005,
} as const;

const properties = {
  body: 0x1000,
  rich: 0x1009,
  html: 0x1013,
  data: 0x3701,
  shortName: 0x3704,
  longName: 0x3707,
  mimeType: 0x370e,
  contentId: 0x3712,
} as const;

/** Reads the stream; null when it is not TNEF. What is cut off is left out, what came before stays. */
export function readTnef(bytes: Buffer): Tnef | null {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return null;
  const found: Tnef = { files: [], body: null, html: null, rich: false };
  let charset = "windows-1252";
  let file: TnefFile | null = null;
  let at = 6;
  // Level (1 byte), attribute (4), length (4), the data, a checksum (2).
  while (at + 11 <= bytes.length) {
    const attribute = bytes.readUInt16LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    if (at + 9 + length > bytes.length) break;
    const data = bytes.subarray(at + 9, at + 9 + length);
    at += 9 + length + 2;
    switch (attribute) {
      case attributes.codepage:
        if (length >= 4) charset = `windows-${data.readUInt32LE(0)}`;
        break;
      case attributes.body:
        found.body ??= ended(decodeText(data, charset).text);
        break;
      case attributes.messageProperties:
        takeBody(found, readProperties(data, charset));
        break;
      case attributes.fileBegins:
        if (found.files.length >= FILE_COUNT_MAX) return found;
        file = { name: "", type: "application/octet-stream", contentId: null, content: Buffer.alloc(0) };
        found.files.push(file);
        break;
      case attributes.fileTitle:
        if (file !== null && file.name === "") file.name = ended(decodeText(data, charset).text);
        break;
      case attributes.fileData:
        if (file !== null) file.content = data;
        break;
      case attributes.fileProperties:
        if (file !== null) takeFile(file, readProperties(data, charset));
        break;
    }
  }
  return found;
}

type Properties = Map<number, string | Buffer>;

function takeBody(found: Tnef, read: Properties): void {
  const body = read.get(properties.body);
  found.rich ||= read.has(properties.rich);
  const html = read.get(properties.html);
  if (typeof body === "string" && body !== "") found.body = body;
  if (typeof html === "string") found.html = html;
  else if (html !== undefined) found.html = decodeText(html, null).text;
}

function takeFile(file: TnefFile, read: Properties): void {
  const name = read.get(properties.longName) ?? read.get(properties.shortName);
  const type = read.get(properties.mimeType);
  const contentId = read.get(properties.contentId);
  const data = read.get(properties.data);
  if (typeof name === "string" && name !== "") file.name = name;
  if (typeof type === "string" && /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(type)) file.type = type.toLowerCase();
  if (typeof contentId === "string" && contentId !== "") file.contentId = contentId;
  if (Buffer.isBuffer(data) && file.content.length === 0) file.content = data;
}

/** The text and binary properties of a MAPI list; numbers and times are stepped over. Stops where the list is cut. */
function readProperties(bytes: Buffer, charset: string): Properties {
  const read: Properties = new Map();
  try {
    let at = 4;
    const count = Math.min(bytes.readUInt32LE(0), PROPERTY_COUNT_MAX);
    for (let index = 0; index < count; index += 1) {
      const type = bytes.readUInt16LE(at);
      const id = bytes.readUInt16LE(at + 2);
      at = skipName(bytes, at + 4, id);
      const value = readValue(bytes, at, type, charset);
      if (value.content !== null && !read.has(id)) read.set(id, value.content);
      at = value.end;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return read;
}

/** Properties from 0x8000 on carry a GUID and a number or a name in UTF-16. */
function skipName(bytes: Buffer, at: number, id: number): number {
  if (id < 0x8000) return at;
  const isNumber = bytes.readUInt32LE(at + 16) === 0;
  return isNumber ? at + 24 : at + 24 + padded(bytes.readUInt32LE(at + 20));
}

const sizes: Record<number, number> = { 5: 8, 6: 8, 7: 8, 20: 8, 64: 8, 72: 16 };
const MULTIPLE = 0x1000;

function readValue(bytes: Buffer, at: number, type: number, charset: string) {
  const base = type & ~MULTIPLE;
  const isCounted = base === 0x1e || base === 0x1f || base === 0x0d || base === 0x102;
  const count = isCounted || (type & MULTIPLE) !== 0 ? bytes.readUInt32LE(at) : 1;
  let end = isCounted || (type & MULTIPLE) !== 0 ? at + 4 : at;
  if (!isCounted) return { content: null, end: end + count * (sizes[base] ?? 4) };
  let content: string | Buffer | null = null;
  for (let index = 0; index < Math.min(count, PROPERTY_COUNT_MAX); index += 1) {
    const length = bytes.readUInt32LE(end);
    // An embedded object begins with the GUID of its interface.
    const from = base === 0x0d ? end + 4 + 16 : end + 4;
    const data = bytes.subarray(from, end + 4 + length);
    content ??= base === 0x1f ? wide(data) : base === 0x1e ? ended(decodeText(data, charset).text) : data;
    end += 4 + padded(length);
  }
  return { content, end };
}

function wide(data: Buffer): string {
  return ended(data.toString("utf16le", 0, Math.min(data.length, 2 * limits.textCharsMax)));
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** Strings of the format end in NUL. */
function ended(text: string): string {
  const nul = text.indexOf("\0");
  return nul < 0 ? text : text.slice(0, nul);
}
