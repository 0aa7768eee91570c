/**
 * Does a stored mail name an address, in whatever transfer encoding (RFC 2045, RFC 2047)? Asked of every raw mail when
 * somebody is erased, so it decodes roughly and quickly, rather too much than too little, instead of reading the mail.
 */
import type { Forgetting } from "./forget.ts";
import { speaksOf } from "./forget.ts";

/** Runs of base64 from this length on are looked into; shorter ones hold no address. */
const base64Run = /[A-Za-z0-9+/]{16,}(?:\r?\n[A-Za-z0-9+/]{1,})*={0,2}/g;

/** Everything the bytes may mean as text: as they stand, in UTF-16, out of quoted-printable, and out of each run of base64. */
export function readingsOf(raw: Buffer): string[] {
  const plain = raw.toString("utf8");
  const readings = [plain, raw.toString("latin1")];
  if (raw.includes(0)) readings.push(raw.toString("utf16le"), raw.subarray(1).toString("utf16le"));
  if (plain.includes("=")) readings.push(fromQuotedPrintable(raw));
  const decoded: string[] = [];
  for (const [run] of raw.toString("latin1").matchAll(base64Run)) {
    const bytes = Buffer.from(run, "base64");
    decoded.push(bytes.toString("utf8"));
    if (bytes.includes(0)) decoded.push(bytes.toString("utf16le"));
    if (bytes.includes("=")) decoded.push(fromQuotedPrintable(bytes));
  }
  readings.push(decoded.join("\n"));
  return readings;
}

/** True where the mail names the person's address anywhere. */
export function isTraced(raw: Buffer, forgetting: Forgetting): boolean {
  const local = forgetting.address.slice(0, forgetting.address.lastIndexOf("@"));
  return readingsOf(raw).some((text) => {
    const lower = text.toLowerCase();
    return lower.includes(local) && speaksOf(lower, forgetting, "none");
  });
}

/** Bytes below 128 and escapes; what is none stays as it stands. */
function fromQuotedPrintable(raw: Buffer): string {
  const joined = raw.toString("latin1").replace(/=[ \t]{0,10}\r?\n/g, "");
  const bytes = joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
