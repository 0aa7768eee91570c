/**
 * The log: pino, JSON lines or pretty ones. Secrets, tokens, bodies and strangers' addresses stay out of it: callers
 * log ids, counts and reasons, and errors pass through `plainError`, which keeps the message and drops the payload.
 */
import { type Logger, pino } from "pino";
import { PinoPretty } from "pino-pretty";

export type Log = Logger;

export function openLog(level: string, format: "json" | "pretty"): Log {
  const stream =
    format === "pretty"
      ? PinoPretty({ colorize: process.stdout.isTTY, ignore: "pid,hostname", sync: true })
      : undefined;
  return stream ? pino({ level }, stream) : pino({ level });
}

/** What of an error may stand in a log: its name, code and message, cut, without addresses. */
export function plainError(error: unknown): { name: string; code?: string; message: string } {
  // pg-boss tells an error of its own as a plain object with the error's fields.
  if (typeof error !== "object" || error === null || !("message" in error)) {
    return { name: "Error", message: withoutAddresses(String(error)).slice(0, 300) };
  }
  const name = "name" in error && typeof error.name === "string" ? error.name : "Error";
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return { name, ...code, message: withoutAddresses(String(error.message)).slice(0, 500) };
}

/** Addresses and URLs with passwords in a library's error text are somebody's data; what steers a terminal is an attack. */
export function withoutAddresses(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, "\ufffd")
    .replace(/\/\/[^\s/@]{1,200}@/g, "//…@")
    .replace(/[^\s<>"'(),;:]{1,100}@[^\s<>"'(),;:]{1,200}/g, "…@…");
}
