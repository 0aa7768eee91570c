/**
 * The parts of a mail as bytes: header lines folded and encoded (RFC 5322, RFC 2047, RFC 2231), bodies in 7-bit,
 * quoted-printable or base64 (RFC 2045), multiparts (RFC 2046). The encodings are nodemailer's; its composer is not used,
 * because its streams cost more than all the rest.
 */
import { buildHeaderValue, encodeWords, foldLines, quoteString } from "nodemailer/lib/mime-funcs";
import MimeNode from "nodemailer/lib/mime-node";
import { encode as quotedPrintable, wrap } from "nodemailer/lib/qp";
import type { Address } from "../message.ts";

export type HeaderValue = string | Address;

/** Header lines, each ended by CRLF, and the body, to which a multipart adds the line end of its boundary. */
export type Part = { headers: string; body: string[] };

/** Only encodes header values; what it draws at random is never used. */
const writer = new MimeNode(false);

/** Headers without a value are left out. */
export function headerLines(headers: [name: string, value: HeaderValue][]): string {
  let lines = "";
  for (const [name, value] of headers) {
    if (value === "" || (typeof value === "object" && value.address === "")) continue;
    lines += `${foldLines(`${name}: ${writer.encodeHeaderValue(name, value)}`, 76)}\r\n`;
  }
  return lines;
}

/** Text whose lines end in CRLF. */
export function textPart(type: "text/plain" | "text/html", text: string): Part {
  const { encoding, body } = transferEncoded(text);
  const headers = `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n`;
  return { headers, body: [body] };
}

/** ASCII on short lines goes as it is, mostly Latin text stays legible, the rest is shorter in base64. */
function transferEncoded(text: string): { encoding: string; body: string } {
  if (/^[\t\r\n\x20-\x7e]*$/.test(text) && !/[^\n]{78}|[ \t]\r|^From /m.test(text))
    return { encoding: "7bit", body: text };
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length - text.length > text.length / 3) return { encoding: "base64", body: base64(bytes) };
  return { encoding: "quoted-printable", body: wrap(quotedPrintable(bytes)) };
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/.{76}(?=.)/g, "$&\r\n");
}

/** A file, attached, or shown in the HTML where it has a Content-ID. */
export function filePart(file: { type: string; name: string; content: Buffer; contentId: string | null }): Part {
  const disposition = file.contentId === null ? "attachment" : "inline";
  // Clients older than RFC 2231 read the encoded word in `name`, which no standard knows and all others pass over.
  const word = encodeWords(file.name, "Q", 52, true);
  const lines = [
    `Content-Type: ${file.type}; name=${quoteString(word)}`,
    `Content-Disposition: ${buildHeaderValue({ value: disposition, params: { filename: file.name } })}`,
    "Content-Transfer-Encoding: base64",
    ...(file.contentId === null ? [] : [`Content-ID: <${file.contentId}>`]),
  ];
  const headers = lines.map((line) => `${foldLines(line, 76)}\r\n`).join("");
  return { headers, body: [base64(file.content)] };
}

/** `boundary` must not occur in any part. */
export function multipart(subtype: "mixed" | "alternative" | "related", boundary: string, parts: Part[]): Part {
  const type = subtype === "related" ? 'multipart/related; type="text/html"' : `multipart/${subtype}`;
  return {
    headers: `Content-Type: ${type};\r\n boundary="${boundary}"\r\n`,
    body: [
      ...parts.flatMap((part) => [`--${boundary}\r\n${part.headers}\r\n`, ...part.body, "\r\n"]),
      `--${boundary}--\r\n`,
    ],
  };
}

/** The part that is the mail; its last line is ended. */
export function bytesOf({ headers, body }: Part): Buffer {
  const text = [headers, "\r\n", ...body].join("");
  return Buffer.from(text.endsWith("\r\n") ? text : `${text}\r\n`, "utf8");
}
