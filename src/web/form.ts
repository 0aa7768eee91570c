/**
 * What a form sends, read as text: browsers write line breaks as CRLF (HTML, "form submission"), we count and keep LF. The
 * platform's readers of forms take time and memory for each field, so a form with more fields than any of ours is not read.
 */
import type { Context } from "hono";
import { wordsBytesMax } from "./uploads.ts";

/** More than the longest form of ours has with its files. Millions of empty fields held the process for minutes. */
const fieldsMax = 200;

export type Sent = Record<string, string | File | (string | File)[]>;

/** The body is no form of ours, is cut off, or holds more words than a form takes. */
export class UnreadableForm extends Error {
  override name = "UnreadableForm";
  readonly why: "unreadable" | "tooLarge";
  constructor(why: "unreadable" | "tooLarge", options?: ErrorOptions) {
    super(`a form is ${why}`, options);
    this.why = why;
  }
}

/** As browsers and programs write it (RFC 2046, section 5.1.1); what could be read in two ways is not read. */
const multipart =
  /^multipart\/form-data;\s{0,5}boundary=(?:"([\w'()+,./:=? -]{1,70})"|([\w'()+./:=?-]{1,70}))\s{0,5}$/i;
const urlencoded = /^application\/x-www-form-urlencoded\s{0,5}(?:;|$)/i;

/** The fields of a request; one that is there several times is a list. Another kind of body has none, and is not read. */
export async function readForm(context: Context): Promise<Sent> {
  const type = context.req.header("content-type") ?? "";
  const isFields = urlencoded.test(type);
  if (!isFields && !/^multipart\/form-data/i.test(type)) return {};
  const body = await bodyOf(context);
  const sent: Sent = Object.create(null);
  for (const [name, value] of isFields ? fieldsOf(body) : await partsOf(body, type)) {
    const before = sent[name];
    sent[name] = before === undefined ? value : [before, value].flat();
  }
  return sent;
}

async function bodyOf(context: Context): Promise<ArrayBuffer> {
  try {
    return await context.req.arrayBuffer();
  } catch (error) {
    // The line broke.
    throw new UnreadableForm("unreadable", { cause: error });
  }
}

function fieldsOf(body: ArrayBuffer): Iterable<[string, string]> {
  if (body.byteLength > wordsBytesMax) throw new UnreadableForm("tooLarge");
  const text = new TextDecoder().decode(body);
  refuseMany(text.split("&", fieldsMax + 1).length);
  return new URLSearchParams(text);
}

async function partsOf(body: ArrayBuffer, type: string): Promise<Iterable<[string, string | File]>> {
  const found = multipart.exec(type);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) throw new UnreadableForm("unreadable");
  refuseOdd(Buffer.from(body), Buffer.from(`--${boundary}`));
  try {
    const headers = { "content-type": `multipart/form-data; boundary="${boundary}"` };
    return await new Response(body, { headers }).formData();
  } catch (error) {
    throw new UnreadableForm("unreadable", { cause: error });
  }
}

/** What browsers write above a part is a name, a file's name and a type. */
const headBytesMax = 4_096;

/** So many parts, and such long heads above them, as browsers do not write; the platform's reader would go through them slowly. */
function refuseOdd(bytes: Buffer, line: Buffer): void {
  let count = 0;
  for (let at = bytes.indexOf(line); at !== -1; at = bytes.indexOf(line, at + line.length)) {
    const head = bytes.subarray(at + line.length, at + line.length + headBytesMax);
    if (head[0] === 0x2d && head[1] === 0x2d) return;
    refuseMany(++count);
    if (!head.includes("\r\n\r\n")) throw new UnreadableForm("unreadable");
  }
}

function refuseMany(count: number): void {
  if (count > fieldsMax) throw new UnreadableForm("unreadable");
}

/** What no keyboard types and no database takes: a browser sends none of it, a program might. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** The text of one field; a file or a field that is missing is "". */
export function field(value: unknown): string {
  return typeof value === "string" ? value.replace(/\r\n?/g, "\n").replace(controls, "").toWellFormed().trim() : "";
}
