/**
 * Everything we write into a mail so as to know it again when it comes back: tokens and the addresses that carry them,
 * signed Message-IDs (RFC 5322 section 3.6.4), the footer's reference, the subject's number and the loop header.
 * Each is written and read here, side by side, and nothing here is believed without a key's signature or a stored hash.
 */
import { createHash } from "node:crypto";
import type { Message } from "../message.ts";
import { isNoise, isReplyWord } from "../prefixes.ts";
import { asciiLower } from "../proof/domain.ts";
import { same, sign } from "./signing.ts";

/** Our signing keys, newest first: the first one writes, all of them read, so that keys can be changed in operation. */
export type Keyring = { kid: string; key: string }[];

/** What a token may be used for. A token is good for one of these, for one person and for one ticket. */
export const purposes = [
  "answer",
  "note",
  "customerReply",
  "approve",
  "admit",
  "cancel",
  "rate",
  "question",
  "ticket",
  "file",
  "signIn",
  "verify",
  "guide",
  "vote",
  "bounce",
  "probe",
] as const;
export type Purpose = (typeof purposes)[number];

/** RFC 2104 advises a key no shorter than the hash's output. */
const keyBytesMin = 32;
const tokenChars = 26;
const tagChars = 20;
const kidShape = /^[a-z0-9]{1,6}$/;
const tokenShape = /^[a-z0-9]{1,6}-[a-z2-7]{26}$/;
const tokenCharsMax = 6 + 1 + tokenChars;

/**
 * Reads `kid:base64` pairs parted by spaces or commas, newest first.
 * Throws an Error that says what is wrong without repeating a key.
 */
export function parseKeyring(text: string): Keyring {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== "");
  if (entries.length === 0) throw new Error("no key given; write kid:base64, for example k1:" + "<32 random bytes>");
  const keys = entries.map((entry, index) => {
    const colon = entry.indexOf(":");
    const kid = entry.slice(0, Math.max(colon, 0));
    const key = entry.slice(colon + 1);
    if (!kidShape.test(kid)) {
      throw new Error(`key ${index + 1}: its name must be 1 to 6 letters a-z or digits before a colon`);
    }
    if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(key)) throw new Error(`key ${kid}: what follows the colon is not base64`);
    const bytes = Buffer.from(key, "base64").length;
    if (bytes < keyBytesMin)
      throw new Error(`key ${kid}: ${bytes} bytes are too few, at least ${keyBytesMin} are needed`);
    return { kid, key };
  });
  const twice = keys.find((key, index) => keys.findIndex((other) => other.kid === key.kid) !== index);
  if (twice) throw new Error(`key ${twice.kid} is given twice; every key needs a name of its own`);
  return keys;
}

/** Makes the token of one person for one purpose on one ticket; `nonce` keeps two such tokens apart. */
export function mintToken(
  keys: Keyring,
  of: { purpose: Purpose; ticketId: number | null; person: string; nonce: string },
): string {
  const { kid, key } = newest(keys);
  return `${kid}-${sign(key, ["token", kid, of.purpose, of.ticketId, asciiLower(of.person), of.nonce], tokenChars)}`;
}

/** What the database keeps of a token: a dump of it yields no token that works. */
export function tokenHash(token: string): Buffer {
  return createHash("sha256").update(asciiLower(token.trim())).digest();
}

export function looksLikeToken(text: string): boolean {
  return text.length <= tokenCharsMax && tokenShape.test(asciiLower(text));
}

/** Throws an Error in words for people when a pattern such as `support+{token}@acme.example` could not work. */
export function checkReplyPattern(pattern: string): void {
  const parts = pattern.split("{token}");
  if (parts.length !== 2) throw new Error(`"${pattern}" must hold {token} exactly once`);
  const [local = "", domain = "", ...rest] = pattern.split("@");
  if (rest.length > 0 || domain === "") throw new Error(`"${pattern}" must be one address with one @`);
  if (!local.includes("{token}")) throw new Error(`"${pattern}" must hold {token} before the @`);
  if (!/^[a-z0-9!#$%&'*+/=?^_`|~.-]*$/i.test(local.replace("{token}", ""))) {
    throw new Error(`"${pattern}" holds a character before the @ that mail servers do not pass on`);
  }
  if (/^\.|\.\.|\.$/.test(local.replace("{token}", "t"))) throw new Error(`"${pattern}" has a misplaced dot`);
  const octets = local.length - "{token}".length + bouncePrefix.length + tokenCharsMax;
  if (octets > 64) throw new Error(`"${pattern}" gives ${octets} characters before the @; RFC 5321 allows 64`);
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(domain) || domain.includes("..") || domain.length > 188) {
    throw new Error(`"${pattern}" has no valid domain after the @`);
  }
}

export function writeReplyAddress(pattern: string, token: string): string {
  return pattern.replace("{token}", () => token);
}

/** The token an address carries, lower-cased, or null. Case is never significant: some clients change it. */
export function readReplyAddress(pattern: string, address: string): string | null {
  const [before, after] = asciiLower(pattern).split("{token}");
  if (before === undefined || after === undefined) return null;
  // Some relays quote every local part they do not like the look of.
  const bare = asciiLower(address.trim()).replace(/^"([^"]*)"@/, "$1@");
  if (bare.length > 320 || !bare.startsWith(before) || !bare.endsWith(after)) return null;
  const token = bare.slice(before.length, bare.length - after.length);
  return bare.length > before.length + after.length && looksLikeToken(token) ? token : null;
}

/** Keeps bounce addresses and reply addresses apart: neither is ever read as the other. */
const bouncePrefix = "b-";

/** The envelope sender of one outgoing mail, so that its bounce names it (VERP). */
export function writeBounceAddress(pattern: string, token: string): string {
  return writeReplyAddress(pattern, bouncePrefix + token);
}

export function readBounceAddress(pattern: string, address: string): string | null {
  return readReplyAddress(pattern.replace("{token}", `${bouncePrefix}{token}`), address);
}

/** `unique` is 1 to 64 of a-z, 0-9 and hyphen (an outbox row's id); `ticketId` null for mail about no ticket. */
export function writeMessageId(keys: Keyring, of: { ticketId: number | null; unique: string }, domain: string): string {
  if (!/^[a-z0-9-]{1,64}$/.test(of.unique)) throw new Error(`a Message-ID cannot be made from "${of.unique}"`);
  const { kid, key } = newest(keys);
  return `<${of.ticketId ?? 0}.${of.unique}.${kid}-${messageTag(kid, key, of.ticketId, of.unique)}@${domain}>`;
}

/** What one of our Message-IDs says, or null when it is not ours. The domain is left out: relays have rewritten it. */
export function readMessageId(keys: Keyring, id: string): { ticketId: number | null; unique: string } | null {
  if (id.length > 400) return null;
  const shape = /^\s*<?\s*(0|[1-9]\d{0,14})\.([a-z0-9-]{1,64})\.([a-z0-9]{1,6})-([a-z2-7]{20})@/.exec(asciiLower(id));
  if (!shape) return null;
  const [, number = "", unique = "", kid = "", tag = ""] = shape;
  const ticketId = number === "0" ? null : Number(number);
  const known = keys.filter((key) => key.kid === kid);
  return known.some(({ key }) => same(tag, messageTag(kid, key, ticketId, unique))) ? { ticketId, unique } : null;
}

function messageTag(kid: string, key: string, ticketId: number | null, unique: string): string {
  return sign(key, ["messageId", kid, ticketId, unique], tagChars);
}

export function writeFooterReference(token: string): string {
  return `Ref: ${token}`;
}

/** A mail quotes a thread, and a thread is one ticket: more than a few different tokens is somebody trying. */
const footerReferencesMax = 5;

/** Tokens of our footer lines, in order of appearance, also where a client quoted, decorated or wrapped the line. */
export function readFooterReferences(text: string): string[] {
  const lower = asciiLower(text);
  const found = new Set<string>();
  let at = lower.indexOf("ref:");
  while (at >= 0 && found.size < footerReferencesMax) {
    const token = tokenAfter(lower, at + 4);
    if (token) found.add(token);
    at = lower.indexOf("ref:", at + 4);
  }
  return [...found];
}

/** Reads one token across at most 200 characters; a line break with quote marks inside it is a wrap. */
function tokenAfter(text: string, start: number): string | null {
  const window = text.slice(start, start + 200);
  let token = "";
  for (let at = 0; at < window.length; at++) {
    const char = window.charAt(at);
    if (/[a-z0-9-]/.test(char)) {
      if (tokenShape.test(token)) return null;
      token += char;
      if (token.length > tokenCharsMax) return null;
    } else if (tokenShape.test(token)) return token;
    else if (
      token === ""
        ? !/[\s>|*_<"'`\u00a0\u00ad\u200b\u2060\ufeff]/.test(char)
        : !/[\s>|\u00ad\u200b\u2060\ufeff]/.test(char)
    )
      return null;
  }
  return tokenShape.test(token) ? token : null;
}

const subjectTag = /[[［]\s?[#＃]\s?(\d{1,15})\s?[\]］]/;
const subjectCharsMax = 2_000;

/** The subject with its ticket's number, once. A number of another desk stays: it may be how that desk threads. */
export function writeSubject(subject: string, ticketId: number): string {
  const clean = oneLine(subject);
  const tag = `[#${ticketId}]`;
  const first = subjectTag.exec(clean);
  const [head, tail] =
    first && Number(first[1]) === ticketId
      ? [clean.slice(0, first.index) + tag, clean.slice(first.index + first[0].length)]
      : [tag, ` ${clean}`];
  return oneLine(head + removeTag(tail, ticketId));
}

export function readSubjectTag(subject: string): number | null {
  const number = Number(subjectTag.exec(subject.slice(0, subjectCharsMax))?.[1] ?? 0);
  return number > 0 ? number : null;
}

function removeTag(text: string, ticketId: number): string {
  return text.replace(new RegExp(subjectTag, "g"), (tag: string, number: string) =>
    Number(number) === ticketId ? " " : tag,
  );
}

/**
 * The subject as its writer meant it: without the prefixes of answers and forwards in any language, marks of gateways,
 * tags of lists (those that look like one, and `listNames` when the mail names its list) and our own number.
 * Tags that may mean something, such as `[A]`, stay.
 */
export function stripSubject(subject: string, listNames: readonly string[] = []): string {
  let rest = oneLine(oneLine(subject).replace(new RegExp(subjectTag, "g"), " "));
  const kept: string[] = [];
  for (let round = 0; round < 40; round++) {
    const bracket = /^[[［(*]{1,3}\s?([^\][［］()*]{1,40}?)\s?[\]］)*]{1,3}\s?:?\s?/.exec(rest);
    const prefix =
      /^([^\s:：[\]()0-9^][^:：[\]()0-9^]{0,18}?)\s?(?:\[\d{1,3}\]|\(\d{1,3}\)|\^?\d{1,3})?\s?[:：]\s?/.exec(rest);
    if (bracket && isNoise(bracket[1] ?? "", listNames)) rest = rest.slice(bracket[0].length);
    else if (prefix && isReplyWord(prefix[1] ?? "")) rest = rest.slice(prefix[0].length);
    else {
      // A tag between two prefixes, as in "[A] Re: checkout", is kept while what follows it is looked at.
      const tag = /^[[［][^\][［］]{1,40}[\]］]\s?/.exec(rest);
      if (!tag) break;
      kept.push(tag[0].trim());
      rest = rest.slice(tag[0].length);
    }
  }
  return oneLine([...kept, rest].join(" "));
}

/** Every mail we send carries this header; a mail that comes in with our value in it is ours, coming round again. */
export const loopHeader = "x-intray-loop";

export type OwnMarks = { loopId: string | null; keys: Keyring | null };

/** The value of our loop header: it tells this desk from others and nothing about the key. */
export function loopIdOf(keys: Keyring): string {
  return loopIdOfKey(newest(keys).key);
}

function loopIdOfKey(key: string): string {
  return sign(key, ["loop"], tagChars);
}

/**
 * Whether we sent this very mail ourselves. References are never asked: an answer to our mail names our Message-ID
 * there and is somebody else's.
 */
export function isOwn(message: Message, own: OwnMarks): "ownMessageId" | "loopHeader" | null {
  const keys = own.keys ?? [];
  if (message.messageId && readMessageId(keys, message.messageId)) return "ownMessageId";
  const ours = [...(own.loopId ? [own.loopId] : []), ...keys.map(({ key }) => loopIdOfKey(key))];
  const loops = message.headers.filter((header) => header.name === loopHeader).slice(0, 20);
  return loops.some((loop) => ours.some((id) => same(asciiLower(loop.value.trim()), id))) ? "loopHeader" : null;
}

function newest(keys: Keyring): { kid: string; key: string } {
  if (!keys[0]) throw new Error("no signing key");
  return keys[0];
}

/** No control character ever gets from a stranger's subject into a header of ours. */
function oneLine(text: string): string {
  return text
    .slice(0, subjectCharsMax)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\s]+/g, " ")
    .trim();
}
