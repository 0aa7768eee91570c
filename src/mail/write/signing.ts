/**
 * How our marks are sealed with a key of ours and compared again (RFC 2104); what is sealed is said in reference.ts.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 over the fields as JSON, which no two different lists of fields share; `chars` of base32 of it. */
export function sign(key: string, fields: (string | number | null)[], chars: number): string {
  const digest = createHmac("sha256", secretOf(key)).update(JSON.stringify(fields)).digest();
  return base32(digest).slice(0, chars);
}

/** Making a key object costs more than signing with it, and a desk has one to three keys. */
const secrets = new Map<string, KeyObject>();

function secretOf(key: string): KeyObject {
  const known = secrets.get(key);
  if (known !== undefined) return known;
  if (secrets.size >= 20) secrets.clear();
  const made = createSecretKey(key, "base64");
  secrets.set(key, made);
  return made;
}

/** RFC 4648 section 6, lower-case, without padding: survives every system that folds case. */
function base32(bytes: Buffer): string {
  let text = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += "abcdefghijklmnopqrstuvwxyz234567".charAt((held >> (bits - 5)) & 31);
  }
  return text;
}

/** Compares in constant time, so that nobody learns by trying how much of a seal is right. */
export function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
