/**
 * Raw bytes to a Message. mailparser splits and decodes the parts (`mime.ts`); headers, addresses, dates and charsets
 * are read here, because a desk must see what a lenient parser hides: a second From, a Date that is none, bytes in
 * another charset than declared. Whatever is odd is said in `warnings`; only what is over a limit is refused.
 */

import { limits } from "../limits.ts";
import type { Header, Message, NestedMessage } from "../message.ts";
import { addresses, bareAddresses, hasGroup, normalAddress } from "./address.ts";
import { decodeText } from "./charset.ts";
import { type Attached, type Content, contentOf } from "./content.ts";
import { readDate } from "./date.ts";
import { decodeWords, manyLines, oneLine } from "./encoded.ts";
import { headerOf, headersOf, messageIds, parameterised, readHeaders } from "./headers.ts";
import { type Part, readParts } from "./mime.ts";
import { type Prescan, prescan, UnreadableMail } from "./prescan.ts";
import { calendarMethodOf, deliveryStatusOf, returnedHeadersOf } from "./report.ts";
import { sealsOf } from "./seal.ts";
import { readTexts } from "./texts.ts";
import { isWinmail, orderOf, unpackWinmail } from "./winmail.ts";

export { type UnreadableCause, UnreadableMail } from "./prescan.ts";

/** Messages within the message that are read too; the others stay attachments. */
const NESTED_COUNT_MAX = 20;

/** Reads a mail. Throws UnreadableMail, and nothing else, when it is over a limit or the parser gives up. */
export async function readMail(raw: Uint8Array): Promise<Message> {
  const { scan, headers, strayLines, root, content } = await open(raw, isLookedInto);
  const warnings = [...scan.warnings, ...content.warnings];
  if (strayLines > 0) warnings.push("lines among the headers that are no header");
  const type = parameterised(headerOf(headers, "content-type") ?? "text/plain");
  rescueText(scan, content, warnings);
  warnings.push(...sealsOf(root, content.text));
  return {
    headers,
    ...people(headers, warnings),
    ...identity(headers, warnings),
    contentType: type.type === "" ? { ...type, type: "text/plain" } : type,
    text: content.text,
    html: content.html,
    textFrom: content.textFrom,
    attachments: content.attached.map((entry) => entry.attachment),
    nested: await nestedOf(content.attached, warnings),
    deliveryStatus: deliveryStatusOf(content.attached),
    returnedHeaders: returnedHeadersOf(content.attached, type.type),
    calendarMethod: calendarMethodOf(content.attached),
    warnings: [...new Set(warnings)],
  };
}

/** The decoded bytes of attachments by `Attachment.index`; what is missing or over the part limit is left out. */
export async function attachmentContents(raw: Uint8Array, indexes: number[]): Promise<Map<number, Buffer>> {
  const asked = new Set(indexes);
  const orders = new Set(indexes.map(orderOf));
  const { content } = await open(raw, (_part, order) => orders.has(order));
  const found = new Map<number, Buffer>();
  for (const { attachment, part } of content.attached) {
    const bytes = part.attachment?.content ?? null;
    if (asked.has(attachment.index) && bytes !== null) found.set(attachment.index, bytes);
  }
  return found;
}

type Opened = { scan: Prescan; headers: Header[]; strayLines: number; root: Part; content: Content };

async function open(raw: Uint8Array, wanted: (part: Part, order: number) => boolean): Promise<Opened> {
  const scan = prescan(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
  const { headers, strayLines } = readHeaders(scan.mail.subarray(0, scan.headersEnd));
  if (headers.length === 0) throw new UnreadableMail("parserFailed", "no header line: this is no mail");
  const root = readTexts(scan, headers) ?? (await readParts(scan, wanted));
  const content = contentOf(root);
  unpackWinmail(content);
  return { scan, headers, strayLines, root, content };
}

/** Parts whose content the reading itself needs. */
function isLookedInto(part: Part): boolean {
  return /^message\/|^text\/(?:rfc822-headers|calendar)$|^application\/ics$/.test(part.type) || isWinmail(part);
}

/** A multipart whose boundary never comes, or is missing, still holds someone's words. */
function rescueText(scan: Prescan, content: Content, warnings: string[]): void {
  if (content.text.trim() !== "" || content.html !== null || content.attached.length > 0) return;
  const body = scan.mail.subarray(scan.bodyStart, scan.bodyStart + limits.textCharsMax);
  const text = manyLines(decodeText(body, null).text, limits.textCharsMax).trim();
  // Delimiters and part headers alone are an empty mail, not a lost text.
  if (text.split("\n").every((line) => /^(?:--.*|[!-9;-~]{1,60}:.*|[ \t].*|)$/.test(line))) return;
  content.text = text;
  content.textFrom = "plain";
  warnings.push("the parts could not be told apart, the whole body is shown");
}

type People = Pick<Message, "from" | "fromCount" | "sender" | "replyTo" | "to" | "cc" | "deliveredTo" | "returnPath">;

const deliveredNames = ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-rcpt-to"];

function people(headers: Header[], warnings: string[]): People {
  const fromHeaders = headersOf(headers, "from");
  const authors = addresses(fromHeaders.slice(0, 20));
  const fromCount = fromHeaders.length > 1 ? fromHeaders.length : authors.length;
  if (fromHeaders.length === 0) warnings.push("no From header");
  else if (fromHeaders.length > 1)
    warnings.push(fromHeaders.length === 2 ? "two From headers" : "several From headers");
  else if (authors.length === 0) warnings.push("From names no address");
  else if (authors.length > 1) warnings.push("From names several people");
  if (fromHeaders.some(hasGroup)) warnings.push("From holds a group");
  const to = addresses(headersOf(headers, "to"));
  const cc = addresses(headersOf(headers, "cc"), limits.addressCountMax - to.length);
  if (to.length + cc.length >= limits.addressCountMax) warnings.push("more recipients than are kept");
  return {
    from: fromCount === 1 ? (authors[0] ?? null) : null,
    fromCount,
    sender: addresses(headersOf(headers, "sender"))[0] ?? null,
    replyTo: addresses(headersOf(headers, "reply-to"), 20),
    to,
    cc,
    deliveredTo: bareAddresses(headers.filter(({ name }) => deliveredNames.includes(name)).map(({ value }) => value)),
    returnPath: returnPathOf(headers),
  };
}

function returnPathOf(headers: Header[]): string | null {
  const value = headerOf(headers, "return-path");
  if (value === null) return null;
  if (value.replace(/[<>\s]/g, "") === "") return "";
  return normalAddress(value) ?? addresses([value])[0]?.address ?? null;
}

type Identity = Pick<Message, "subject" | "messageId" | "inReplyTo" | "references" | "date">;

function identity(headers: Header[], warnings: string[]): Identity {
  for (const name of ["subject", "message-id", "date"]) {
    const count = headers.filter((header) => header.name === name).length;
    if (count > 1)
      warnings.push(`${count} headers ${name === "message-id" ? "Message-ID" : capital(name)}, the first counts`);
  }
  const written = headerOf(headers, "message-id");
  const messageId = written === null ? null : (messageIds(written, 1)[0] ?? null);
  if (messageId === null) warnings.push(written === null ? "no Message-ID" : "Message-ID cannot be read");
  const dateText = headerOf(headers, "date");
  const date = dateText === null ? null : readDate(dateText);
  if (date === null) warnings.push(dateText === null ? "no Date" : "Date cannot be read");
  return {
    subject: oneLine(decodeWords(headerOf(headers, "subject") ?? "")),
    messageId,
    inReplyTo: messageIds(headersOf(headers, "in-reply-to").join(" ")),
    references: messageIds(headersOf(headers, "references").join(" ")),
    date,
  };
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

async function nestedOf(attached: Attached[], warnings: string[]): Promise<NestedMessage[]> {
  const nested: NestedMessage[] = [];
  for (const { part } of attached) {
    const bytes = part.attachment?.content ?? null;
    if (bytes === null || !/^message\/(?:rfc822|global)$/.test(part.type)) continue;
    if (nested.length >= NESTED_COUNT_MAX) {
      warnings.push("more attached messages than are read");
      break;
    }
    try {
      nested.push(await readNested(bytes));
    } catch (error) {
      if (!(error instanceof UnreadableMail)) throw error;
      warnings.push(`an attached message cannot be read: ${error.message}`);
    }
  }
  return nested;
}

async function readNested(bytes: Buffer): Promise<NestedMessage> {
  const { scan, headers, content } = await open(bytes, () => false);
  rescueText(scan, content, []);
  const { from, to, cc } = people(headers, []);
  const { subject, messageId, date } = identity(headers, []);
  const { text, html } = content;
  const attachments = content.attached.map((entry) => entry.attachment);
  return { from, to, cc, subject, messageId, date, text, html, headers, attachments };
}
