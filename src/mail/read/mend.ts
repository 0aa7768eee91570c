/**
 * What part headers get wrong in life, set right before the parser acts on them, and the bytes of a text part turned
 * into text: base64 with prose pasted behind it, HTML that names its charset itself.
 */
import { type Decoded, decodeText } from "./charset.ts";

/** One header line of a part as the splitter keeps it. */
export type Line = { key: string; line: string };

/** A part as the splitter read its headers; changing it here changes what the parser does with the part. */
export type Split = {
  flowed: boolean;
  contentType: string | false;
  encoding: string | false;
  charset: string | false;
  disposition: string | false;
  filename: unknown;
  headers: { lines: Line[] };
};

const shownAsPlain =
  /^(?:text|plain|text\/|text\/text|application\/text|text\/(?:plain|x-plain|markdown|x-markdown|enriched|richtext|x-web-markdown)\b.*)$/;

/** What Exchange calls the pieces of a text that a client had cut in two around a picture. */
const pieceOfText = /^ATT\d{5}\.(?:txt|html?)$/i;

/**
 * Part headers that are wrong in known ways: types without a semicolon, with half a name, encodings misspelt, and the
 * words themselves marked as an attachment without a name. `first`: no text came before this part.
 */
export function mend(split: Split, first: boolean): void {
  const type = (split.contentType || "text/plain").trim();
  if (shownAsPlain.test(type)) split.contentType = "text/plain";
  else if (/^(?:text\/html\b|application\/xhtml)/.test(type)) split.contentType = "text/html";
  else split.contentType = type;
  const encoding = split.encoding || "";
  if (/^.?quoted[ _-]?printable/.test(encoding)) split.encoding = "quoted-printable";
  else if (/^.?base[ _-]?64/.test(encoding)) split.encoding = "base64";
  if (/^text\/(?:plain|html)$/.test(split.contentType)) {
    const isPiece = typeof split.filename === "string" && pieceOfText.test(split.filename);
    if (isPiece) split.filename = false;
    if (isPiece || (first && !split.filename)) split.disposition = false;
  }
  if (split.charset === false) {
    const line = valueOfLine(split.headers.lines, "content-type") ?? "";
    split.charset = /charset\s{0,5}=\s{0,5}["']?([\w.:+-]{1,60})/i.exec(line)?.[1] ?? false;
  }
}

/** Shown text in base64; flowed text must be decoded before its lines are joined, so that stays with the parser. */
export function takesOwnBase64(split: Split): boolean {
  const shown = split.contentType === "text/plain" || split.contentType === "text/html";
  return shown && split.encoding === "base64" && split.disposition !== "attachment" && !split.flowed && !split.filename;
}

/** Headers of parts were split at the byte level; only these two are read here, and both are ASCII where they matter. */
export function valueOfLine(lines: Line[], key: string): string | null {
  const found = lines.find((line) => line.key === key);
  if (found === undefined) return null;
  const value = found.line.slice(found.line.indexOf(":") + 1);
  return value
    .slice(0, 8_000)
    .replace(/\r?\n[ \t]+/g, " ")
    .trim();
}

/** HTML may name its charset itself where the part does not. */
export function textOf(part: { type: string; charset: string | null; stillBase64: boolean }, encoded: Buffer): Decoded {
  const { bytes, tail } = part.stillBase64 ? decodeBase64(encoded) : { bytes: encoded, tail: "" };
  let charset = part.charset;
  if (charset === null && part.type === "text/html") {
    const head = bytes.toString("latin1", 0, 4_096);
    charset = /<meta[^>]{1,200}charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,60})/i.exec(head)?.[1] ?? null;
  }
  const decoded = decodeText(bytes, charset);
  return tail === "" ? decoded : { ...decoded, text: `${decoded.text}\n${tail}` };
}

/** Mailing lists and virus scanners paste their footers behind base64: from the first line of prose on it is theirs. */
function decodeBase64(encoded: Buffer): { bytes: Buffer; tail: string } {
  const text = encoded.toString("latin1");
  const prose = /^(?:--|__|\S{1,200}[ \t]{1,50}\S)/m.exec(text);
  const end = prose?.index ?? text.length;
  const bytes = Buffer.from(text.slice(0, end), "base64");
  return { bytes, tail: end === text.length ? "" : decodeText(encoded.subarray(end), null).text };
}
