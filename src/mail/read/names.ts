/**
 * File names that strangers chose, made safe to show, store and save: no path, no control or direction-changing
 * characters (a bidi override turns "exe.txt" into "txt.exe"), no reserved ending, a length every file system takes.
 */

import { limits } from "../limits.ts";
import { decodeWords, oneLine } from "./encoded.ts";

/** A clean name; `fallback` where nothing usable is left. */
export function cleanName(raw: string, fallback: string): string {
  const decoded = oneLine(decodeWords(raw.slice(0, 8_000)), 4_000);
  const flat = decoded
    .replace(/[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .normalize("NFC")
    .split(/[\\/]/)
    .at(-1);
  const name = (flat ?? "")
    .replace(/[<>:"|?*\x00-\x1f\x7f]/g, "_")
    .replace(/^[.\s]+/, "")
    .replace(/[.\s]{1,400}$/, "");
  return cutToBytes(name === "" ? fallback : name);
}

/** Cuts in front of the ending, which says what the file is. */
function cutToBytes(name: string): string {
  if (Buffer.byteLength(name) <= limits.attachmentNameBytesMax) return name;
  const dot = name.lastIndexOf(".");
  const ending =
    dot > 0 && Buffer.byteLength(name) - Buffer.byteLength(name.slice(0, dot)) <= 20 ? name.slice(dot) : "";
  let stem = "";
  let bytes = Buffer.byteLength(ending);
  for (const character of ending === "" ? name : name.slice(0, dot)) {
    bytes += Buffer.byteLength(character);
    if (bytes > limits.attachmentNameBytesMax) break;
    stem += character;
  }
  return stem + ending;
}

const endings: Record<string, string> = {
  "text/plain": "txt",
  "text/html": "html",
  "text/csv": "csv",
  "text/calendar": "ics",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "application/pdf": "pdf",
  "application/zip": "zip",
  "message/rfc822": "eml",
  "application/pkcs7-signature": "p7s",
  "application/x-pkcs7-signature": "p7s",
  "application/pkcs7-mime": "p7m",
  "application/x-pkcs7-mime": "p7m",
  "application/pgp-signature": "asc",
  "application/pgp-encrypted": "asc",
  "application/json": "json",
  "text/vcard": "vcf",
  "text/x-vcard": "vcf",
  "message/delivery-status": "txt",
  "text/rfc822-headers": "txt",
  "message/disposition-notification": "txt",
};

/** What an attachment without a name is called: `attachment-3.pdf`. */
export function nameFor(type: string, index: number): string {
  const ending = endings[type];
  return ending === undefined ? `attachment-${index + 1}` : `attachment-${index + 1}.${ending}`;
}
