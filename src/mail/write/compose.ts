/**
 * Writes a mail's bytes (RFC 5322, RFC 2045 to 2047): the same input gives the same bytes, so that a retry sends what
 * the first try sent. Names, subjects and ids come from strangers: control characters are taken out of every header, so
 * that no value can begin a header of its own. The parts are put together in `parts.ts`.
 */
import { createHash } from "node:crypto";
import { limits } from "../limits.ts";
import type { Address } from "../message.ts";
import { bytesOf, filePart, type HeaderValue, headerLines, multipart, type Part, textPart } from "./parts.ts";
import { loopHeader } from "./reference.ts";

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

/** Auto-Submitted of RFC 3834: an answer to a mail, or a notice of our own accord. */
const autoSubmitted: Record<string, "auto-replied" | "auto-generated" | "no"> = {
  confirmation: "auto-replied",
  unknownSender: "auto-replied",
  // A person wrote it; any mark of a machine would send it to a folder that nobody reads.
  answer: "no",
  solved: "no",
  merged: "no",
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
  const root = tree(mail, text, html);
  const headers: [name: string, value: HeaderValue][] = [
    ["From", cleanAddress(mail.from)],
    ["To", cleanAddress(mail.to)],
    ["Reply-To", mail.replyTo === null ? "" : cleanAddress(mail.replyTo)],
    ["Subject", cleanLine(mail.subject, 900)],
    ["Date", rfcDate(mail.date)],
    ["Message-ID", oneId(mail.messageId)],
    ["In-Reply-To", oneId(mail.inReplyTo ?? "")],
    ["References", idsOf(mail.references).join(" ")],
    ...cleanHeaders(mail.headers),
    ["MIME-Version", "1.0"],
  ];
  return Buffer.concat([Buffer.from(headerLines(headers), "utf8"), bytesOf(root)]);
}

/** Mixed holds enclosures, related what the HTML shows, alternative the two forms of the text (RFC 2046, section 5.1). */
function tree(mail: Mail, text: string, html: string | null): Part {
  const base = boundaryOf(mail.messageId, [text, html ?? ""]);
  const enclosures = mail.attachments.map((enclosure, index) => enclose(enclosure, index, html));
  const shown = enclosures.filter((enclosure) => enclosure.shown).map((enclosure) => enclosure.part);
  const attached = enclosures.filter((enclosure) => !enclosure.shown).map((enclosure) => enclosure.part);
  let root = textPart("text/plain", text);
  if (html !== null) {
    const page = textPart("text/html", html);
    const related = shown.length === 0 ? page : multipart("related", `r_${base}`, [page, ...shown]);
    root = multipart("alternative", `a_${base}`, [root, related]);
  }
  return attached.length === 0 ? root : multipart("mixed", `m_${base}`, [root, ...attached]);
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

/** Ours come with fixed names; a name that is taken by the mail itself is left out, so that no header stands twice. */
function cleanHeaders(headers: Record<string, string>): [string, string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.replace(/[^A-Za-z0-9-]/g, ""), cleanLine(value, 900)])
    .filter(([name]) => name !== "" && name.length <= 60 && !ownHeaders.test(name));
}

const ownHeaders =
  /^(?:from|sender|to|cc|bcc|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-.*)$/i;

/** RFC 5322, section 3.6.4, without what does not fit on a line of 998 octets or is not ASCII. */
const idPattern = /<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>/;

function oneId(value: string): string {
  const bracketed = value.includes("<") ? value : `<${value.trim()}>`;
  return idPattern.exec(bracketed)?.[0] ?? "";
}

/**
 * Each once, several in one string too. The first reference names the thread, the last ones its newest mails: what is over
 * the limit goes from between.
 */
function idsOf(references: string[]): string[] {
  const found = references.flatMap((each) => each.match(new RegExp(idPattern, "g")) ?? [oneId(each)]);
  const ids = [...new Set(found)].filter((id) => id !== "");
  if (ids.length <= limits.referenceCountMax) return ids;
  return [...ids.slice(0, 1), ...ids.slice(1 - limits.referenceCountMax)];
}

/** A media type without parameters (RFC 2045, section 5.1), or the one for plain bytes. */
const mediaType = /^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,60}$/;

/**
 * Message and multipart types may not be encoded (RFC 2046, section 5.2.1), and their bytes need not be 7-bit clean: they
 * travel as plain bytes under their own name. `shown`: the HTML points at it by its Content-ID.
 */
function enclose(enclosure: Enclosure, index: number, html: string | null): { shown: boolean; part: Part } {
  const { name, type, content, contentId } = enclosure;
  const id = (contentId ?? "").replace(/[^\x21-\x3b\x3d\x3f-\x7e]/g, "").slice(0, 200);
  const shown = id !== "" && html !== null && html.includes(`cid:${id}`);
  const plain = !mediaType.test(type) || /^(?:message|multipart)\//i.test(type);
  const part = filePart({
    type: plain ? "application/octet-stream" : type.toLowerCase(),
    name: cleanLine(name, 200).replace(/[\\/]/g, "_") || `attachment-${index + 1}`,
    content,
    contentId: shown ? id : null,
  });
  return { shown, part };
}

/** Follows from the Message-ID, so that a retry writes the same; another one where a text happens to hold it. */
function boundaryOf(messageId: string, texts: string[]): string {
  for (let turn = 0; ; turn += 1) {
    const base = createHash("sha256").update(`${turn} ${messageId}`).digest("hex").slice(0, 24);
    if (!texts.some((text) => text.includes(base))) return base;
  }
}
