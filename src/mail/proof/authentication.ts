/**
 * Authentication-Results (RFC 8601): what a mail server says it verified about a mail. Anybody can write such a header,
 * so only those count that our own border wrote, told by its authserv-id and by where in the mail they stand.
 */

import type { Header } from "../message.ts";
import { asciiLower } from "./domain.ts";

/** One method's result: `dkim=pass header.d=shop.example`. Names and results are lower-case, values as they stood. */
export type AuthenticationResult = { method: string; result: string; properties: Record<string, string> };

export type AuthenticationResults = { authservId: string; results: AuthenticationResult[] };

const headersMax = 20;
const valueCharsMax = 16 * 1024;
const resultsMax = 50;

/**
 * What our border verified. A header counts when its authserv-id is one of `trustedIds` and when it stands above the
 * first Received of the mail: a server puts what it adds on top, so all that a sender wrote stands below the Received
 * line of the border that took the mail in, whatever it claims. Received lines of a local hand-over into the mailbox
 * (LMTP, which no border speaks with strangers) are passed over. A server that writes its results below its own
 * Received cannot be told from a forger this way, and is not believed. A mail without any such Received never crossed
 * a border (every server on the way adds one): whoever put it into the mailbox or the pipe is one of ours, and so are
 * its results.
 */
export function trustedResults(headers: readonly Header[], trustedIds: readonly string[]): AuthenticationResults[] {
  const ids = new Set(trustedIds.map((id) => asciiLower(id.trim())).filter((id) => id !== ""));
  return resultsAtBorder(headers).filter(({ authservId }) => ids.has(authservId));
}

/** What stands where our border writes, whoever wrote it: it shows under which name the border signs, and proves nothing. */
export function resultsAtBorder(headers: readonly Header[]): AuthenticationResults[] {
  const border = headers.findIndex((header) => header.name === "received" && !isLocalDelivery(header.value));
  const above = headers
    .slice(0, border < 0 ? headers.length : border)
    .filter((header) => header.name === "authentication-results");
  return above.slice(0, headersMax).flatMap((header) => parseAuthenticationResults(header.value) ?? []);
}

/** Dovecot, Cyrus and their like: `from mx ([127.0.0.1]) by mx with LMTP id …`. A HELO cannot hold a space. */
function isLocalDelivery(received: string): boolean {
  const value = received.slice(0, 1_000).replace(/\s+/g, " ").trim();
  return /^from \[?[\w.:-]{1,255}\]?(?: \([\w.:[\] -]{1,300}\))? by [\w.-]{1,255}(?: \([\w.:[\] -]{1,300}\))? with LMTPS?A? /i.test(
    value,
  );
}

/**
 * Reads one header's value. Null when it is not well formed, names no authserv-id (Microsoft 365 leaves it out) or is
 * of a later version: a header in doubt says nothing.
 */
export function parseAuthenticationResults(value: string): AuthenticationResults | null {
  if (value.length > valueCharsMax) return null;
  const sections = sectionsOf(value);
  const head = sections?.[0];
  if (!sections || !head) return null;
  const [id, version] = head;
  if (head.length > 2 || id === undefined || id.includes("=") || (version ?? "1") !== "1") return null;
  const authservId = asciiLower(id);
  if (!/^[\p{L}\p{N}_.!#$&*+^`{|}~-]{1,255}$/u.test(authservId)) return null;
  const results: AuthenticationResult[] = [];
  for (const words of sections.slice(1, 1 + resultsMax)) {
    const result = resultOf(words);
    if (result) results.push(result);
  }
  return { authservId, results };
}

/** The words between semicolons, without comments; quotes are taken off. Null where one is left open. */
function sectionsOf(value: string): string[][] | null {
  const sections: string[][] = [[]];
  let word: string | null = null;
  const endWord = () => {
    if (word !== null) sections.at(-1)?.push(word);
    word = null;
  };
  for (let at = 0; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === "(") {
      at = endOfComment(value, at);
      if (at < 0) return null;
      endWord();
    } else if (char === '"') {
      const quoted = quotedAt(value, at);
      if (!quoted) return null;
      word = (word ?? "") + quoted.text;
      at = quoted.end;
    } else if (char === ";") {
      endWord();
      sections.push([]);
    } else if (/\s/.test(char)) endWord();
    else if (char === ")" || /[\u0000-\u001f\u007f]/.test(char)) return null;
    else word = (word ?? "") + char;
  }
  endWord();
  return sections.map(joinAroundSigns);
}

/** RFC 5322 section 3.2.2: comments nest, and a backslash takes the next character out of the count. */
function endOfComment(value: string, start: number): number {
  let depth = 0;
  for (let at = start; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === "\\") at++;
    else if (char === "(") depth++;
    else if (char === ")" && --depth === 0) return at;
  }
  return -1;
}

/** What is quoted keeps its semicolons and signs to itself: they are turned into characters that mean nothing. */
function quotedAt(value: string, start: number): { text: string; end: number } | null {
  let text = "";
  for (let at = start + 1; at < value.length; at++) {
    const char = value.charAt(at);
    if (char === '"') return { text: text.replace(/[\s=/;.]/g, (sign) => (sign === "." ? "." : "\ufffd")), end: at };
    if (char === "\\") at++;
    text += value.charAt(at);
  }
  return null;
}

/** `dkim = pass` and `header . d = x` are allowed spaces around their signs; afterwards there are none. */
function joinAroundSigns(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    const belongs =
      last !== undefined &&
      (/^[a-z0-9._-]+(?:=|\/)$/i.test(last) ||
        /^[a-z0-9-]+\.$/i.test(last) ||
        (/^[=/]/.test(word) && !last.includes("=")) ||
        (word.startsWith(".") && /^[a-z0-9-]+$/i.test(last)));
    if (belongs) joined[joined.length - 1] = last + word;
    else joined.push(word);
  }
  return joined;
}

function resultOf(words: readonly string[]): AuthenticationResult | null {
  const spec = /^([a-z][a-z0-9-]{0,40})(?:\/\d{1,3})?=([a-z]{1,20})$/.exec(asciiLower(words[0] ?? ""));
  if (!spec) return null;
  const properties: Record<string, string> = {};
  for (const word of words.slice(1)) {
    const property = /^([a-z][a-z0-9-]{0,40}\.[a-z][a-z0-9_-]{0,40})=(.{0,1000})$/i.exec(word);
    if (!property) continue;
    const name = asciiLower(property[1] ?? "");
    const value = property[2] ?? "";
    // A property given twice with two values says neither.
    properties[name] = Object.hasOwn(properties, name) && properties[name] !== value ? "" : value;
  }
  return { method: spec[1] ?? "", result: spec[2] ?? "", properties };
}
