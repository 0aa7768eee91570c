/**
 * Bytes to text: the declared charset where it can be right, UTF-8 where the bytes are UTF-8, and a guess among the
 * old code pages where nothing else fits. Many Polish mails carry windows-1250 or UTF-8 and say nothing, or say
 * us-ascii. Charsets are those of the WHATWG Encoding Standard, which calls iso-8859-1 windows-1252 as mail clients do.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { dosPage, fromDos } from "./dos.ts";
import { guessCharset } from "./guess.ts";

/** Text, the charset it was read by, and whether the sender's own word had to be doubted. */
export type Decoded = { text: string; charset: string; doubt: string | null };

const decoders = new Map<string, TextDecoder | null>();

/** Names that mails use and the standard does not list. */
const aliases: Record<string, string> = {
  cp1250: "windows-1250",
  cp1251: "windows-1251",
  cp1252: "windows-1252",
  "cp-1250": "windows-1250",
  "win-1250": "windows-1250",
  windows1250: "windows-1250",
  win1250: "windows-1250",
  ansi: "windows-1252",
  utf: "utf-8",
  "utf-8-sig": "utf-8",
  utf_8: "utf-8",
  utf8mb4: "utf-8",
  cp932: "shift_jis",
  "windows-932": "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  ms949: "euc-kr",
  cp950: "big5",
  "iso-2022-jp-2": "iso-2022-jp",
  "iso-2022-jp-ms": "iso-2022-jp",
  cp50220: "iso-2022-jp",
  "latin-2": "iso-8859-2",
  "iso-8859-2-windows-latin-2": "windows-1250",
};

/** What senders write when they do not know: as good as nothing. */
const saysNothing =
  /^(?:|us-?ascii|ascii|ansi_x3\.4-19\d\d|iso646-us|unknown-?8bit|x-unknown|unknown|default|_autodetect|_autodetect_all|8bit|7bit|binary|none|null|undefined|utf-?8|utf_8|utf8mb4|utf-8-sig|utf)$/;

/** Reads bytes as text. Never throws; undecodable bytes become U+FFFD. */
export function decodeText(bytes: Uint8Array, declared: string | null): Decoded {
  const label = (declared ?? "")
    .trim()
    .replace(/^["']{1,50}|["']{1,50}$/g, "")
    .toLowerCase()
    .slice(0, 60);
  if (isAscii(bytes) && !needsEscapes(label, bytes)) {
    const known = saysNothing.test(label) || decoderFor(label) !== null || dosPage(label) !== null;
    return { text: latin1(bytes), charset: "us-ascii", doubt: known ? null : unknownCharset(label) };
  }
  if (saysNothing.test(label)) return undeclared(bytes, label);
  const page = dosPage(label);
  if (page !== null && !isUtf8(bytes)) return { text: fromDos(bytes, page), charset: page, doubt: null };
  const decoder = decoderFor(label);
  if (decoder === null) {
    const guessed = undeclared(bytes, "");
    return { ...guessed, doubt: unknownCharset(label) };
  }
  if (decoder.encoding === "utf-8") return undeclared(bytes, "utf-8");
  if (isSingleByte(decoder.encoding)) {
    if (isUtf8(bytes) && multibyteCount(bytes) > 1) {
      return {
        text: decode("utf-8", bytes),
        charset: "utf-8",
        doubt: `charset ${label} was declared, the text is UTF-8`,
      };
    }
    // ISO 8859-2 has no letters at 0x80–0x9F; a mail that uses them was written in Windows' own Latin 2.
    if (decoder.encoding === "iso-8859-2" && bytes.some((byte) => byte >= 0x80 && byte < 0xa0)) {
      return { text: decode("windows-1250", bytes), charset: "windows-1250", doubt: null };
    }
  }
  return { text: decode(decoder.encoding, bytes), charset: decoder.encoding, doubt: null };
}

/** UTF-7, ISO-2022 and UTF-16 look like ASCII or hold NUL bytes and must not take the short way. */
function needsEscapes(label: string, bytes: Uint8Array): boolean {
  return /2022|utf-?16|hz-gb/.test(label) || bytes.includes(0x1b);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function undeclared(bytes: Uint8Array, label: string): Decoded {
  if (isUtf8(bytes) && !bytes.includes(0x1b)) {
    const silent = label === "" || label.startsWith("utf") || isAscii(bytes);
    const doubt = silent ? null : `charset ${label} was declared, the text is UTF-8`;
    return { text: decode("utf-8", bytes), charset: "utf-8", doubt };
  }
  const charset = guessCharset(bytes, (name, part) => decode(name, part));
  const doubt =
    charset === "utf-8" || isAscii(bytes) ? "some bytes of the text are not UTF-8" : `charset guessed: ${charset}`;
  return { text: decode(charset, bytes), charset, doubt: isUtf8(bytes) ? null : doubt };
}

function multibyteCount(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte >= 0xc0) count += 1;
  return count;
}

function isSingleByte(encoding: string): boolean {
  return /^(?:windows-|iso-8859-|koi8-|ibm866|macintosh|x-mac)/.test(encoding);
}

function unknownCharset(label: string): string {
  return `unknown charset ${label.replace(/[^\w.:+-]/g, "?")}`;
}

function decode(charset: string, bytes: Uint8Array): string {
  const decoder = decoderFor(charset);
  if (decoder === null) return latin1(bytes);
  return decoder.decode(charset === "iso-2022-jp" ? withoutIdleShifts(bytes) : bytes);
}

/**
 * ISO-2022-JP pieces that were joined shift to ASCII and back with nothing between, which the standard's decoder marks
 * as damage; of shifts in a row only the last one matters.
 */
function withoutIdleShifts(bytes: Uint8Array): Uint8Array {
  return Buffer.from(latin1(bytes).replace(/(?:\x1b[($][@BJI]){1,1000}(\x1b[($][@BJI])/g, "$1"), "latin1");
}

function decoderFor(label: string): TextDecoder | null {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  const decoder = makeDecoder(aliases[label] ?? label);
  // The map is keyed by a stranger's word, so it must not grow with every mail.
  if (decoder !== null || decoders.size < 200) decoders.set(label, decoder);
  return decoder;
}

function makeDecoder(label: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(label);
    return decoder.encoding === "x-user-defined" || decoder.encoding === "replacement" ? null : decoder;
  } catch {
    return null;
  }
}
