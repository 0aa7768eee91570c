/**
 * INBOX_URL and SMTP_URL as addresses of mail servers: what may be left out, and what must be written out before a
 * password travels in the clear. No error repeats the text, because it holds that password.
 */
import type { InboxAddress } from "./imap.ts";
import type { SmtpAddress } from "./smtp.ts";

/** Several are parted by spaces. */
export function readInboxes(text: string): InboxAddress[] {
  return text.split(/\s+/).map((part) => {
    const url = readUrl(part);
    checkOptions(url, ["move", "since", "auth", "tls"]);
    if (url.protocol !== "imaps:" && url.protocol !== "imap:") throw new Error("is not an imaps:// address");
    if (!url.username) throw new Error("names no user");
    const secure = url.protocol === "imaps:";
    if (!secure && !mustBePlain(url)) {
      throw new Error("sends the password in the clear; write imaps://, or ?tls=off if that is really meant");
    }
    const folder = decoded(url.pathname.slice(1)) || "INBOX";
    const user = decoded(url.username);
    return {
      name: `${user}@${url.hostname}/${folder}`,
      host: url.hostname.replace(/^\[|\]$/g, ""),
      port: Number(url.port) || (secure ? 993 : 143),
      secure,
      user,
      password: decoded(url.password),
      folder,
      auth: url.searchParams.get("auth") === "oauth2" ? "oauth2" : "password",
      moveTo: url.searchParams.get("move"),
      since: readSince(url.searchParams.get("since")),
    };
  });
}

function readSince(text: string | null): Date | null {
  if (text === null) return null;
  const day = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(day.getTime())) {
    throw new Error(`?since=${text.slice(0, 20)} is not a day such as 2026-11-23`);
  }
  return day;
}

export function readSmtp(text: string): SmtpAddress {
  const url = readUrl(text);
  checkOptions(url, ["auth", "tls"]);
  if (url.protocol !== "smtps:" && url.protocol !== "smtp:") throw new Error("is not an smtps:// or smtp:// address");
  const secure = url.protocol === "smtps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTls: !secure && !mustBePlain(url),
    user: url.username ? decoded(url.username) : null,
    password: decoded(url.password),
    auth: url.searchParams.get("auth") === "oauth2" ? "oauth2" : "password",
  };
}

/** URL without ever repeating the text in the error: it holds a password. */
export function readUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new Error(
      "is not an address with a scheme, a host and a port (special characters in the password are written %40)",
    );
  }
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function mustBePlain(url: URL): boolean {
  if (url.searchParams.get("tls") === "off") return true;
  if (isLoopback(url.hostname)) return true;
  return false;
}

/** A mistyped option must not pass: `?mvoe=Done` would leave every mail where it is. */
function checkOptions(url: URL, known: string[]): void {
  for (const name of url.searchParams.keys()) {
    if (!known.includes(name)) throw new Error(`has no option ?${name.slice(0, 30)}; there are ${known.join(", ")}`);
  }
  const [tls, auth] = [url.searchParams.get("tls"), url.searchParams.get("auth")];
  if (tls !== null && tls !== "off") throw new Error("?tls can only be off");
  if (auth !== null && auth !== "oauth2" && auth !== "password") throw new Error("?auth is oauth2 or password");
}

/** As it was meant, with %40 for @ and so on. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error("holds a % that begins no %XX; write a % itself as %25");
  }
}
