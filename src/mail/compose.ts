/**
 * Writes a mail's bytes (RFC 5322, RFC 2045 to 2047): the same input gives the same bytes, so that a retry sends what
 * the first try sent. Names, subjects and ids come from strangers: control characters are taken out of every header, so
 * that no value can begin a header of its own. nodemailer writes the MIME; it may open no file and no address.
 */
import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import { limits } from "./limits.ts";
import type { Address } from "./message.ts";

export type Mail = {
  /** With or without angle brackets. */
  messageId: string;
  date: Date | string;
  from: Address;
  to: Address;
  replyTo: Address | null;
  subject: string;
  text: string;
  html: string | null;
  inReplyTo: string | null;
  references: string[];
  /** Marks of ours such as Auto-Submitted (see `headersFor`). */
  headers: Record<string, string>;
  attachments: Enclosure[];
};

/** What is enclosed; with a `contentId` that the HTML shows, it stands inside the text. */
export type Enclosure = { name: string; type: string; content: Buffer; contentId?: string | null };

/** Every mail of ours bears it, so that a mail that comes round again is known (see `classify.ts`). */
const loopHeader = "X-Intray-Loop";

/** Auto-Submitted of RFC 3834: an answer to a mail, or a notice of our own accord. */
const autoSubmitted: Record<string, "auto-replied" | "auto-generated" | "no"> = {
  confirmation: "auto-replied",
  unknownSender: "auto-replied",
  refused: "auto-replied",
  // A person wrote it; any mark of a machine would send it to a folder that nobody reads.
  answer: "no",
};

/**
 * The marks of a letter. Answers of people bear only the loop header; all other letters say that a machine wrote them
 * (RFC 3834, section 5) and ask Exchange not to answer ("All" would also suppress bounces, which we need).
 */
export function headersFor(
  letterName: string,
  { loopId, ticketId }: { loopId: string; ticketId: number | null },
): Record<string, string> {
  const headers: Record<string, string> = { [loopHeader]: loopId };
  if (ticketId !== null) headers["X-Intray-Ticket"] = String(ticketId);
  const mark = autoSubmitted[letterName] ?? "auto-generated";
  if (mark === "no") return headers;
  headers["Auto-Submitted"] = mark;
  headers["X-Auto-Response-Suppress"] = "DR, RN, NRN, OOF, AutoReply";
  return headers;
}

/**
 * The mail as bytes below 128 with CRLF at every line's end. Throws on a date that is none. Only an address whose local part
 * is not ASCII stands as it is (RFC 6532): it needs a server that speaks SMTPUTF8 anyhow.
 */
export async function compose(mail: Mail): Promise<Buffer> {
  const text = crlf(mail.text);
  const html = mail.html === null ? null : crlf(mail.html);
  const composer = new MailComposer({
    messageId: oneId(mail.messageId),
    date: rfcDate(mail.date),
    from: cleanAddress(mail.from),
    to: cleanAddress(mail.to),
    ...(mail.replyTo === null ? {} : { replyTo: cleanAddress(mail.replyTo) }),
    subject: cleanLine(mail.subject, 900),
    inReplyTo: oneId(mail.inReplyTo ?? ""),
    references: idsOf(mail.references).join(" "),
    headers: cleanHeaders(mail.headers),
    text,
    ...(html === null ? {} : { html }),
    attachments: mail.attachments.map((enclosure, index) => enclose(enclosure, index, html)),
    baseBoundary: boundaryOf(mail.messageId, [text, html ?? ""]),
    newline: "\r\n",
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** RFC 5322, section 3.3, always in UTC. */
function rfcDate(date: Date | string): string {
  const instant = new Date(date);
  if (Number.isNaN(instant.getTime())) throw new Error(`a mail's date is no date: ${String(date)}`);
  return instant.toUTCString().replace("GMT", "+0000");
}

/** Lines end in CRLF, a NUL or half of a surrogate pair never leaves. */
function crlf(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\u0000", "")
    .replace(/\r\n|\r|\n/g, "\r\n");
}

/** The controls of ASCII and Latin-1, and the line separators of Unicode. */
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Marks that turn the writing direction: with them a name shows as another one. */
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function cleanLine(value: string, charsMax: number): string {
  return value.slice(0, charsMax).toWellFormed().replace(controls, " ").replace(bidi, "").trim();
}

/** A name that holds an address shows as that address in many clients, so its `@` becomes a word. */
function cleanAddress({ name, address }: Address): Address {
  const cleanName = cleanLine(name, 200);
  const cleanAt = address
    .replace(controls, "")
    .replace(bidi, "")
    .replace(/[\s<>]/g, "");
  return {
    name: cleanName.toLowerCase() === cleanAt.toLowerCase() ? "" : cleanName.replaceAll("@", " at "),
    address: cleanAt,
  };
}

function cleanHeaders(headers: Record<string, string>): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const cleanName = name.replace(/[^A-Za-z0-9-]/g, "");
    const cleanValue = cleanLine(value, 900);
    if (cleanName !== "" && cleanValue !== "") clean[cleanName] = cleanValue;
  }
  return clean;
}

/** RFC 5322, section 3.6.4, without what does not fit on a line of 998 octets or is not ASCII. */
const idPattern = /<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>/;

function oneId(value: string): string {
  const bracketed = value.includes("<") ? value : `<${value.trim()}>`;
  return idPattern.exec(bracketed)?.[0] ?? "";
}

/** The first reference names the thread, the last ones its newest mails: what is over the limit goes from between. */
function idsOf(references: string[]): string[] {
  const ids = references.map(oneId).filter((id) => id !== "");
  if (ids.length <= limits.referenceCountMax) return ids;
  return [...ids.slice(0, 1), ...ids.slice(1 - limits.referenceCountMax)];
}

/** A media type without parameters (RFC 2045, section 5.1), or the one for plain bytes. */
const mediaType = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}$/;

/**
 * Message and multipart types may not be encoded (RFC 2046, section 5.2.1), and their bytes need not be 7-bit clean: they
 * travel as plain bytes under their own name.
 */
function enclose({ name, type, content, contentId }: Enclosure, index: number, html: string | null) {
  const id = (contentId ?? "").replace(/[^\x21-\x3b\x3d\x3f-\x7e]/g, "").slice(0, 200);
  const shown = id !== "" && html !== null && html.includes(`cid:${id}`);
  const plain = !mediaType.test(type) || /^(?:message|multipart)\//i.test(type);
  return {
    filename: cleanLine(name, 200).replace(/[\\/]/g, "_") || `attachment-${index + 1}`,
    contentType: plain ? "application/octet-stream" : type.toLowerCase(),
    content,
    contentTransferEncoding: "base64",
    contentDisposition: shown ? "inline" : "attachment",
    ...(shown ? { cid: id } : {}),
  };
}

/** Follows from the Message-ID, so that a retry writes the same; another one where a text happens to hold it. */
function boundaryOf(messageId: string, texts: string[]): string {
  for (let turn = 0; ; turn += 1) {
    const base = createHash("sha256").update(`${turn} ${messageId}`).digest("hex").slice(0, 24);
    if (!texts.some((text) => text.includes(base))) return base;
  }
}
