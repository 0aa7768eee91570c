/**
 * The environment, read once: one frozen Config, or one error naming everything that is wrong with it (contract.md,
 * "Environment"). No other file reads `process.env`.
 */
import { existsSync } from "node:fs";
import { type BlobPlace, readBlobUrl } from "./io/blobs.ts";
import { type ClamdPlace, readClamdUrl } from "./io/clamd.ts";
import type { InboxAddress } from "./io/imap.ts";
import { readInboxes, readSmtp, readUrl } from "./io/mailServers.ts";
import { readProxies } from "./io/proxies.ts";
import type { SmtpAddress } from "./io/smtp.ts";
import type { Address } from "./mail/message.ts";
import { checkReplyPattern, type Keyring, parseKeyring } from "./mail/write/reference.ts";

export type Config = Readonly<{
  databaseUrl: string | null;
  inboxes: InboxAddress[];
  smtp: SmtpAddress | null;
  support: Address | null;
  /** Pattern with `{token}`; null: threads by References and the footer reference only. */
  replyPattern: string | null;
  trustedAuthservIds: string[];
  publicUrl: string;
  /** Proxies besides those on this machine that are believed when they say for whom they ask. */
  trustedProxies: string[];
  port: number;
  host: string;
  keys: Keyring;
  deskFile: string;
  blobs: BlobPlace;
  /** The virus scanner that looks through each mail first; null: none does. */
  clamd: ClamdPlace | null;
  oauth: OAuth | null;
  logLevel: LogLevel;
  logFormat: "json" | "pretty";
}>;

export type OAuth = { tokenUrl: string; clientId: string; clientSecret: string; refreshToken: string; scope: string };
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

/** What a command cannot do without; the rest may be missing. */
export type Need = "database" | "inbox" | "smtp" | "support" | "keys";

/** Everything that is wrong with the environment, one line each. */
export class ConfigError extends Error {
  override name = "ConfigError";
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

const known = new Set(
  `DATABASE_URL INBOX_URL SMTP_URL SUPPORT_ADDRESS REPLY_ADDRESS TRUSTED_AUTHSERV_ID PUBLIC_URL TRUSTED_PROXIES PORT HOST SECRET_KEYS DESK_FILE
   BLOB_URL CLAMD_URL OAUTH_TOKEN_URL OAUTH_CLIENT_ID OAUTH_CLIENT_SECRET OAUTH_REFRESH_TOKEN OAUTH_SCOPE LOG_LEVEL LOG_FORMAT`.split(
    /\s+/,
  ),
);
const logLevels: LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/** The environment as the process has it, with a `.env` file of the current folder read first where there is one. */
export function environment(): Record<string, string | undefined> {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return process.env;
}

/** Does the person want stack traces? Asked also where the configuration itself is what failed. */
export function isDebugging(): boolean {
  return ["debug", "trace"].includes(process.env.LOG_LEVEL?.toLowerCase() ?? "");
}

/** In .env nothing is carried out: what makes a key is typed into a terminal. */
const keyExample = `k1:… as this prints it: echo "k1:$(head -c 32 /dev/urandom | base64)"`;

/** Reads the environment; throws ConfigError with every problem at once. */
export function readConfig(env: Record<string, string | undefined>, needs: Need[] = []): Config {
  const problems: string[] = [];
  const wrong = (name: string, what: string, example: string) => {
    problems.push(`${name}: ${what}; example: ${name}=${example}`);
    return null;
  };
  const value = (name: string) => env[name]?.trim() || null;
  const need = (what: Need, name: string, example: string) => {
    if (needs.includes(what) && !value(name)) wrong(name, "is required and not set", example);
  };
  need("database", "DATABASE_URL", "postgres://intray:password@localhost:5432/intray");
  need("inbox", "INBOX_URL", "imaps://support%40acme.example:password@imap.acme.example:993/INBOX");
  need("smtp", "SMTP_URL", "smtps://support%40acme.example:password@smtp.acme.example:465");
  need("support", "SUPPORT_ADDRESS", "'Acme Support <support@acme.example>'");
  need("keys", "SECRET_KEYS", keyExample);
  problems.push(...strayNames(env));
  const attempt = <T>(name: string, example: string, read: (text: string) => T): T | null => {
    const text = value(name);
    if (text === null) return null;
    try {
      return read(text);
    } catch (error) {
      return wrong(name, error instanceof Error ? error.message : String(error), example);
    }
  };
  const support = attempt("SUPPORT_ADDRESS", "'Acme Support <support@acme.example>'", readSupport);
  const config: Config = {
    databaseUrl: attempt("DATABASE_URL", "postgres://intray:password@localhost:5432/intray", readDatabaseUrl),
    inboxes: attempt("INBOX_URL", "imaps://user:password@imap.acme.example:993/INBOX", readInboxes) ?? [],
    smtp: attempt("SMTP_URL", "smtps://user:password@smtp.acme.example:465", readSmtp),
    support,
    replyPattern: readReplyPattern(env, support, wrong),
    trustedAuthservIds: (value("TRUSTED_AUTHSERV_ID") ?? "")
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    publicUrl: attempt("PUBLIC_URL", "https://support.acme.example", readPublicUrl) ?? "http://localhost:3000",
    trustedProxies: attempt("TRUSTED_PROXIES", "10.0.0.0/8", readProxies) ?? [],
    port: attempt("PORT", "3000", readPort) ?? 3000,
    host: value("HOST") ?? "127.0.0.1",
    keys: attempt("SECRET_KEYS", keyExample, parseKeyring) ?? [],
    deskFile: value("DESK_FILE") ?? "desk.yaml",
    blobs: attempt("BLOB_URL", "file:///var/lib/intray/blobs", (text) => readBlobUrl(text, value)) ?? {
      kind: "postgres",
    },
    clamd: attempt("CLAMD_URL", "tcp://127.0.0.1:3310", readClamdUrl),
    oauth: readOAuth(value, wrong),
    logLevel: attempt("LOG_LEVEL", "info", oneOf(logLevels)) ?? "info",
    logFormat:
      attempt("LOG_FORMAT", "json", oneOf(["json", "pretty"] as const)) ?? (process.stdout.isTTY ? "pretty" : "json"),
  };
  if (
    [...config.inboxes, ...(config.smtp ? [config.smtp] : [])].some(({ auth }) => auth === "oauth2") &&
    !config.oauth &&
    !problems.some((p) => p.startsWith("OAUTH"))
  ) {
    wrong("OAUTH_TOKEN_URL", "is required by ?auth=oauth2", "https://oauth2.googleapis.com/token");
  }
  if (problems.length) throw new ConfigError(problems);
  return Object.freeze(config);
}

/** The desk's file, for commands that need nothing else of the environment. Throws ConfigError like `readConfig`. */
export function deskFileOf(env: Record<string, string | undefined>): string {
  const stray = strayNames(env);
  if (stray.length > 0) throw new ConfigError(stray);
  return env.DESK_FILE?.trim() || "desk.yaml";
}

/** A slip in a name must not pass as if nothing had been set. */
function strayNames(env: Record<string, string | undefined>): string[] {
  const stray = Object.keys(env).filter((name) => name.startsWith("INTRAY_"));
  return stray.map((name) => `${name}: no such setting${suggest(name)}; unset it`);
}

function suggest(name: string): string {
  const bare = name.slice("INTRAY_".length);
  return known.has(bare) ? ` (did you mean ${bare}?)` : "";
}

function oneOf<T extends string>(values: readonly T[]) {
  return (text: string): T => {
    const found = values.find((value) => value === text.toLowerCase());
    if (!found) throw new Error(`"${text}" is none of ${values.join(", ")}`);
    return found;
  };
}

function readDatabaseUrl(text: string): string {
  const url = readUrl(text);
  if (url.protocol !== "postgres:" && url.protocol !== "postgresql:") throw new Error("is not a postgres:// address");
  return text;
}

function readSupport(text: string): Address {
  const match = /^(?:"?([^"<>]*?)"?\s*<([^<>\s]+@[^<>\s]+)>|([^<>\s]+@[^<>\s]+))$/.exec(text);
  const address = match?.[2] ?? match?.[3];
  if (!address) throw new Error(`"${text}" is not a mail address`);
  return { name: match?.[1]?.trim() ?? "", address: address.toLowerCase() };
}

function readReplyPattern(
  env: Record<string, string | undefined>,
  support: Address | null,
  wrong: (name: string, what: string, example: string) => null,
): string | null {
  const given = env.REPLY_ADDRESS;
  if (given !== undefined && given.trim() === "") return null;
  const pattern = given?.trim() ?? (support ? support.address.replace("@", "+{token}@") : null);
  if (pattern === null) return null;
  try {
    checkReplyPattern(pattern);
    return pattern;
  } catch (error) {
    return wrong(
      "REPLY_ADDRESS",
      error instanceof Error ? error.message : String(error),
      "support+{token}@acme.example",
    );
  }
}

function readPublicUrl(text: string): string {
  const url = readUrl(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new Error("is not an http(s) address");
  return text.replace(/\/+$/, "");
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`"${text}" is not a port (0 to 65535)`);
  return port;
}

function readOAuth(
  value: (name: string) => string | null,
  wrong: (name: string, what: string, example: string) => null,
): OAuth | null {
  const tokenUrl = value("OAUTH_TOKEN_URL");
  const clientId = value("OAUTH_CLIENT_ID");
  const refreshToken = value("OAUTH_REFRESH_TOKEN");
  if (!tokenUrl && !clientId && !refreshToken) return null;
  if (!tokenUrl)
    return wrong(
      "OAUTH_TOKEN_URL",
      "is missing beside the other OAUTH_ settings",
      "https://oauth2.googleapis.com/token",
    );
  if (!clientId) return wrong("OAUTH_CLIENT_ID", "is missing beside the other OAUTH_ settings", "1234.apps.example");
  if (!refreshToken) return wrong("OAUTH_REFRESH_TOKEN", "is missing beside the other OAUTH_ settings", "1//0abc…");
  return {
    tokenUrl,
    clientId,
    clientSecret: value("OAUTH_CLIENT_SECRET") ?? "",
    refreshToken,
    scope: value("OAUTH_SCOPE") ?? "",
  };
}
